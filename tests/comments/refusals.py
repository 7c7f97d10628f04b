"""What is refused, and why."""

import pytest

from comments.refusals import CommentRefused


def refusal(function, *args, **kwargs):
    """The code with which `function` refuses."""
    with pytest.raises(CommentRefused) as refused:
        function(*args, **kwargs)
    assert str(refused.value).endswith(".")
    return refused.value.code
