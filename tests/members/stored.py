"""What a database holds, as text in which a test can look for a word."""

from django.contrib.sessions.models import Session
from django.db import connection


def everything_kept():
    """The whole database as text, the cache with it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                yield " ".join(map(str, row))


def decoded_sessions():
    return " ".join(str(session.get_decoded()) for session in Session.objects.all())
