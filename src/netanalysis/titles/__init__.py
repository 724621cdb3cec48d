"""What a job title says: how senior its holder is, and in which functions they work.

Two lexicons in plain tables answer that, without a model and without a network:
``level_lexicon`` for :func:`seniority`, ``function_lexicon`` for :func:`functions`.
"""

from netanalysis.titles.fields import functions
from netanalysis.titles.function_lexicon import FUNCTIONS
from netanalysis.titles.levels import LEVEL_NAMES, Seniority, seniorities, seniority

__all__ = ["FUNCTIONS", "LEVEL_NAMES", "Seniority", "functions", "seniorities", "seniority"]
