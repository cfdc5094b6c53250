"""Forms that change a theme list."""

from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from analysis.themes.theme_list import ThemeList
from analysis.theming.code_frame import MAX_FILE_BYTES

WHY = "One line for the record, such as: both are about getting home in the evening."
LONGEST_KEYWORD, MOST_KEYWORDS = 60, 60


def _reason() -> StringField:
    return StringField(
        "Why",
        description=WHY,
        validators=[DataRequired("Say in one line why the list changes"), Length(max=300)],
    )


class MergeForm(FlaskForm):
    """Which themes become one, and under what name."""

    themes = SelectMultipleField(
        "Themes that belong together", validators=[InputRequired("Tick at least two themes")]
    )
    into = SelectField(
        "The theme that stays", description="The others become part of it, and so do their replies."
    )
    name = StringField(
        "Its name from now on", description="Empty keeps the name it has.", validators=[Length(max=200)]
    )
    reason = _reason()

    def offer(self, listed: ThemeList) -> None:
        """Offer the themes of a list."""
        self.themes.choices = [(theme.key, theme.name) for theme in listed.themes]
        self.into.choices = self.themes.choices


class NewThemeForm(FlaskForm):
    """A theme more, on its own or taken out of another."""

    name = StringField("Name", validators=[DataRequired("Give the theme a name"), Length(max=200)])
    description = TextAreaField(
        "What it is about",
        description="A sentence or two. The engine reads it, and so does whoever codes by hand.",
        validators=[Length(max=1000)],
        render_kw={"rows": 2},
    )
    keywords = StringField(
        "Words that point to it",
        description="Separated by commas. They help the engine; they decide nothing alone.",
        validators=[Length(max=2000)],
    )
    rest_name = StringField(
        "Name of what stays", description="Empty keeps the name it has.", validators=[Length(max=200)]
    )
    reason = _reason()

    @property
    def keyword_list(self) -> list[str]:
        """The words, each once, none of them a whole story."""
        words = (" ".join(word.split())[:LONGEST_KEYWORD] for word in (self.keywords.data or "").split(","))
        return [word for word in words if word][:MOST_KEYWORDS]


class RewriteForm(FlaskForm):
    """The whole list as text, to be changed at once or brought from elsewhere."""

    text = TextAreaField(
        "The theme list",
        description="A code frame file (YAML): an id, a name and a list of themes, each with an id, a name and, as"
        " you wish, a description, includes, excludes, keywords and examples. A theme keeps its answers while it"
        " keeps its id.",
        validators=[DataRequired("Write at least one theme"), Length(max=MAX_FILE_BYTES)],
        render_kw={"spellcheck": "false", "autocapitalize": "off", "dir": "ltr"},
    )
    reason = _reason()


class RestoreForm(FlaskForm):
    """Why to go back to an earlier version."""

    reason = _reason()


class SettleForm(FlaskForm):
    """Nothing but the token: save or drop is one button."""
