"""The case at hand: its story, and the name of a protected family once it was looked at."""

from counter_app.model.people import Household
from counter_app.review import Review
from ui.review.story_words import StoryWords
from ui.review.views import StoryTabView
from ui.workplace import Workplace


class CaseReader:
    """Reads a story; that it was opened is recorded once, until another case is at hand."""

    def __init__(self, place: Workplace, review: Review) -> None:
        self._place, self._review = place, review
        self._revealed: dict[str, Household] = {}
        self._stories: dict[str, tuple[StoryTabView, ...]] = {}
        self._opened = ""

    def story(self, reception_id: str, *, hidden: bool) -> tuple[StoryTabView, ...]:
        """The four tabs; nothing for what is about no reception."""
        if not reception_id:
            return ()
        found = self._stories.get(reception_id)
        if found is None:
            lines = self._review.story(reception_id, opened=self._opened != reception_id)
            self._opened = reception_id
            with self._place.store.view() as unit:
                papers = unit.documents(reception_id, with_files=False)
                on_paper = unit.papers(reception_id)
            words = StoryWords(self._place.town, self._place.clock())
            found = words.tabs(lines, papers, on_paper, hidden=hidden)
            self._stories = {reception_id: found}
        return found

    def revealed(self, reception_id: str) -> Household | None:
        """The people of a protected reception, once they were looked at."""
        return self._revealed.get(reception_id)

    def reveal(self, reception_id: str) -> None:
        """Look at them; the record of it is written before they are shown."""
        household = self._review.reveal(reception_id)
        if household is not None:
            self._revealed = {reception_id: household}
        self.renew()

    def renew(self) -> None:
        """Something happened in the case: its story is read again when it is shown next."""
        self._stories.clear()

    def hide(self) -> None:
        """Another case: the name that was seen is gone."""
        self._revealed.clear()
        self._opened = ""
        self.renew()
