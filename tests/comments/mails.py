"""What mails about comments lead to."""

import re
from urllib.parse import urlsplit


def link_in(mail):
    """The path of the first link in a mail."""
    return urlsplit(re.search(r"http\S+", mail.message)[0]).path
