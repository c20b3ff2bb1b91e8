"""A campaign that was played on real processes."""

from collections.abc import Mapping
from dataclasses import dataclass

from deploy.demo.performance import Performance
from deploy.demo.table import Figures
from deploy.minqing.supervise import Minqing


@dataclass
class Played:
    """The installation, still up, and its figures in three ways; `disturbed`: what befell Redis meanwhile."""

    minqing: Minqing
    performance: Performance
    ways: Mapping[str, Figures]
    disturbed: list[str]
