from .signing_in import ask_for_code, code_in


def test_mails_are_text_and_html_from_us(member, client, mailoutbox):
    ask_for_code(client, member.email)

    [mail] = mailoutbox
    [(html, kind)] = mail.alternatives
    assert kind == "text/html"
    assert f"<b>{code_in(mail)}</b>" in html
    assert mail.from_email.startswith("Amnesty G48 <")
    assert "Hello" in mail.body
    assert code_in(mail) not in mail.subject


def test_no_link_in_a_mail_is_escaped(member, client, mailoutbox):
    ask_for_code(client, member.email, next="/a/?b=1&c=2")

    assert "&amp;" not in mailoutbox[0].body
