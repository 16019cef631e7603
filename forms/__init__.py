"""The form engine: definitions as data, answers as JSON. Knows nothing of the web, of tables or of housing.

What stands here is what others may use; everything else is the engine's own.
"""

from forms.definition.base import RESERVED, Compartment, Need
from forms.definition.compare import Change, compare
from forms.definition.digest import body_of, canonical, digest
from forms.definition.load import LARGEST, BadDefinition, Problem, load, load_json, read_json
from forms.definition.paths import PATHS, SOURCES
from forms.definition.schema import Domain, FormDefinition, Instrument, Page, Release, json_schema
from forms.definition.scores import Example, Score
from forms.definition.text import say
from forms.expressions.compile import Scope, compile_tree, holds
from forms.expressions.formulas import FUNCTIONS, BadFormula, Names, named_as, read_formula, write_formula
from forms.expressions.tree import faults_of, references
from forms.kinds.files import Files
from forms.kinds.registry import DECLINED, SPECIAL, UNKNOWN, Context, kind_of, special_of
from forms.kinds.repeat import Repeat
from forms.kinds.scales import Scale
from forms.kinds.signatures import stroke_path
from forms.output.outcomes import outcomes, seats
from forms.output.schema import answers_schema
from forms.output.summary import Row, Section, fits, show, summary
from forms.output.table import ROW, Column, cells, columns
from forms.reading import EASY, HARD_WORDS, MOST_WORDS, Reading, measure
from forms.runtime.answers import Answers, Cleaned, Fault, clean, gaps, named, split
from forms.runtime.carrying import Carried, Unfit, carry_over
from forms.runtime.classes import BESIDE, OWN_WORDS
from forms.runtime.controls import Control, PageForm, page_form
from forms.runtime.coverage import Branch, branches
from forms.runtime.filed import Reference, files_in, held
from forms.runtime.judging import Judged, judge
from forms.runtime.posted import Posted, read_page, read_pages
from forms.runtime.prepared import Entry, Prepared, prepare
from forms.runtime.publishing import check, example_faults, play, warnings
from forms.runtime.scoring import ScoreResult
from forms.runtime.start import start
from forms.runtime.state import Shown, shown
from forms.runtime.steps import Step, StepState, neighbours, steps
from forms.runtime.working import Working, workings
from forms.words import special_words

__all__ = [
    "BESIDE",
    "DECLINED",
    "EASY",
    "FUNCTIONS",
    "HARD_WORDS",
    "LARGEST",
    "MOST_WORDS",
    "OWN_WORDS",
    "PATHS",
    "RESERVED",
    "ROW",
    "SOURCES",
    "SPECIAL",
    "UNKNOWN",
    "Answers",
    "BadDefinition",
    "BadFormula",
    "Branch",
    "Carried",
    "Change",
    "Cleaned",
    "Column",
    "Compartment",
    "Context",
    "Control",
    "Domain",
    "Entry",
    "Example",
    "Fault",
    "Files",
    "FormDefinition",
    "Instrument",
    "Judged",
    "Names",
    "Need",
    "Page",
    "PageForm",
    "Posted",
    "Prepared",
    "Problem",
    "Reading",
    "Reference",
    "Release",
    "Repeat",
    "Row",
    "Scale",
    "Scope",
    "Score",
    "ScoreResult",
    "Section",
    "Shown",
    "Step",
    "StepState",
    "Unfit",
    "Working",
    "answers_schema",
    "body_of",
    "branches",
    "canonical",
    "carry_over",
    "cells",
    "check",
    "clean",
    "columns",
    "compare",
    "compile_tree",
    "digest",
    "example_faults",
    "faults_of",
    "files_in",
    "fits",
    "gaps",
    "held",
    "holds",
    "json_schema",
    "judge",
    "kind_of",
    "load",
    "load_json",
    "measure",
    "named",
    "named_as",
    "neighbours",
    "outcomes",
    "page_form",
    "play",
    "prepare",
    "read_formula",
    "read_json",
    "read_page",
    "read_pages",
    "references",
    "say",
    "seats",
    "show",
    "shown",
    "special_of",
    "special_words",
    "split",
    "start",
    "steps",
    "stroke_path",
    "summary",
    "warnings",
    "workings",
    "write_formula",
]
