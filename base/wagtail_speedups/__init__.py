"""Where Wagtail asks the database or the cache for more than a page of ours needs.

Each says what it gains: least processor time and queries of a request on SQLite with the
cache in the database, as `make bench` measures them, with it and without.
"""
