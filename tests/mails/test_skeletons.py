"""Letters of the same shape say the same as rendered ones, whatever the words are."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.letters import render_letter, speaking_to
from nagging.skeletons import render_alike
from tests.factories.accounts import person

words = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Zl", "Zp"), exclude_characters="\x85"), max_size=30
)
some = st.one_of(words, st.sampled_from(["<b>", "&amp;", "{{ x }}", "0", "%s", "'\"", "a" * 500])).map(str.strip)
item = st.fixed_dictionaries(
    {
        "about": some,
        "question": some,
        "history": st.lists(some, max_size=2),
        "proposed": st.one_of(st.just(""), some),
        "proposed_url": st.just("http://x/?a=promise&on=1"),
        "answers": st.lists(st.tuples(st.just("http://x/?a=done&b=1"), some), min_size=1, max_size=4),
        "next": some,
        "why_you": some,
        "page_url": st.just("http://x/"),
    }
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items=st.lists(item, min_size=1, max_size=5), language=st.sampled_from(["de", "en"]), greeting=some)
def test_filled_equals_rendered(db, items, language, greeting):
    to = person(language=language)
    context = {"greeting": greeting, "subject": "S", "items": items, "count": len(items), "stop_url": "http://x/stop/"}
    with speaking_to(to):
        text, html = render_letter("nagging/digest", to, context)
        alike = render_alike("nagging/digest", to, context)
    assert alike[1] == html
    assert lines(alike[0]) == lines(text)


def lines(text: str) -> list[str]:
    """What is read: the blanks at the end of a line and empty lines may differ where a text is empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]
