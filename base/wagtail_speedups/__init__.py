"""Where Wagtail asks the database or the cache for more than a page of ours needs."""
