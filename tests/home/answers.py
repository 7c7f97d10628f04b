"""What is looked at in an answer of the site."""


def part(response, beginning, end):
    return response.text.partition(beginning)[2].partition(end)[0]


def found(response):
    return [page.title for page in response.context.get("results", [])]
