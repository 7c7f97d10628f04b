"""How many mails visitors may have sent to an address that they type."""

from base.rate_limits import DAY, HOUR, RateLimit

MAILS_TO_ADDRESS_AN_HOUR = RateLimit("mails-to-address-an-hour", 3, HOUR)
MAILS_TO_ADDRESS_A_DAY = RateLimit("mails-to-address-a-day", 10, DAY)
MAILS_OF_SITE = RateLimit("mails-of-site", 300, HOUR)


def too_many_mails(email: str) -> str:
    """Count a mail to `email`; a sentence if none may be sent now, or an empty text."""
    address = email.lower()
    if MAILS_TO_ADDRESS_AN_HOUR.hit_limit(address) or MAILS_TO_ADDRESS_A_DAY.hit_limit(
        address
    ):
        return (
            "We have sent several mails to this address already. Please look for one of "
            "them, also among unwanted mail, or try again tomorrow: nothing you typed is lost."
        )
    if MAILS_OF_SITE.hit_limit("all"):
        return (
            "So many people are writing that our mail has to pause. Please try again in "
            "an hour: nothing you typed is lost."
        )
    return ""
