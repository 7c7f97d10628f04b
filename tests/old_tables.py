"""Whether the tables of an upgraded database are as the models have them."""

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import UniqueConstraint


def faults():
    """In what the tables are not as the models have them."""
    connection.check_constraints()
    ours = [
        model._meta
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and "site-packages" not in model._meta.app_config.path
    ]
    with connection.cursor() as cursor:
        return [
            *(f"{table}: of no model" for table in left_over(cursor)),
            *(
                f"{options.db_table}: {fault}"
                for options in ours
                for fault in sorted(wanted(options) ^ found(options.db_table, cursor))
            ),
        ]


def left_over(cursor):
    look_up = connection.introspection
    known = {"django_migrations", settings.CACHES["default"]["LOCATION"]}
    left = {*look_up.table_names(cursor)} - {*look_up.django_table_names()} - known
    return sorted(table for table in left if "_fts_" not in table)


def wanted(options):
    fields = {field.name: field for field in options.local_concrete_fields}
    unique = [
        each for each in options.constraints if isinstance(each, UniqueConstraint)
    ]
    several = [*options.unique_together, *(each.fields for each in unique)]

    def columns(names):
        return ", ".join(sorted(fields[name].column for name in names))

    facts = {f"unique {columns(names)}" for names in several}
    facts |= {f"index {columns(each.fields)}" for each in options.indexes}
    for name, field in fields.items():
        facts.add(f"column {field.column}{' or nothing' if field.null else ''}")
        if field.unique:
            facts.add(f"unique {columns([name])}")
        elif field.db_index:
            facts.add(f"index {columns([name])}")
        if field.remote_field:
            other = field.target_field.model._meta.db_table
            facts.add(f"reference {field.column} to {other}")
    return facts


def found(table, cursor):
    look_up = connection.introspection
    constraints = look_up.get_constraints(cursor, table).values()
    unique = {columns_of(each) for each in constraints if is_unique(each)}
    # PostgreSQL has two indexes of a text that is unique.
    indexed = {columns_of(each) for each in constraints if each["index"]} - unique
    return {
        *(f"unique {columns}" for columns in unique),
        *(f"index {columns}" for columns in indexed),
        *(
            f"column {column.name}{' or nothing' if column.null_ok else ''}"
            for column in look_up.get_table_description(cursor, table)
        ),
        *(
            f"reference {column} to {other}"
            for column, (_, other) in look_up.get_relations(cursor, table).items()
        ),
    }


def columns_of(constraint):
    return ", ".join(sorted(constraint["columns"]))


def is_unique(constraint):
    return constraint["unique"] or constraint["primary_key"]
