import pytest
from django.core.cache import cache
from django.test import Client

from members.models import User


@pytest.fixture(autouse=True)
def fresh(db, home_page):
    cache.clear()


@pytest.fixture
def member():
    return User.objects.remember("member@example.org", "Mina")


@pytest.fixture
def django_client():
    """A second browser beside `client`."""
    return Client()


@pytest.fixture
def connected():
    """`connected(signal, receiver)` for the time of the test."""
    connections = []

    def connect(signal, receiver):
        signal.connect(receiver)
        connections.append((signal, receiver))

    yield connect
    for signal, receiver in connections:
        signal.disconnect(receiver)


@pytest.fixture
def save(client, form_at):
    """`save(url, name="Hanna")` sends the form at that address with that field changed."""

    def save(url, **changes):
        form = form_at(url)
        for name, value in changes.items():
            form[name.replace("__", "-")] = value
        return client.post(url, form)

    return save
