"""Several exports together must be one member's: two people's archives are not one network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from netanalysis.errors import UnreadableExportError
from netanalysis.loaders.linkedin.catalogue import CATALOGUE, Read
from netanalysis.loaders.linkedin.gathering import Gathering
from netanalysis.loaders.linkedin.opening import open_source
from netanalysis.loaders.linkedin.owner import same_name
from netanalysis.loaders.linkedin.sources import Source


@dataclass
class Export:
    """The files of one export, and what they tell of its owner.

    The name comes from Profile.csv. The profiles come from messages and invitations,
    which are read for it only where the names do not settle the question.
    """

    name: str
    sources: list[Source] = field(default_factory=list)

    @cached_property
    def owner_name(self) -> str:
        """The owner's name, empty where the export does not give it."""
        return self._scratch("profile").owner_name

    @cached_property
    def owner_profiles(self) -> frozenset[str]:
        """The profiles that are clearly the owner's."""
        return frozenset(self._scratch("profile", "invitations", "messages").owner_aliases)

    def _scratch(self, *wanted: str) -> Gathering:
        """Read some files of the export into a gathering that nobody else sees."""
        gathering = Gathering()
        for canonical in wanted:
            entry = CATALOGUE[canonical]
            for source in self.sources:
                if source.canonical == canonical and isinstance(entry, Read):
                    try:
                        entry.reader(open_source(source, entry), gathering)
                    except UnreadableExportError:
                        continue  # said again, with its issue, when the file is really read
                    break
        return gathering

    def is_of_another_member_than(self, other: Export) -> bool:
        """Whether names and profiles are both known and neither agrees.

        One may change: members marry, and choose another address for their profile. Where
        an export tells nothing of its owner, nothing speaks against it.
        """
        if same_name(self.owner_name, other.owner_name):
            return False
        if not self.owner_profiles or not other.owner_profiles:
            return bool(self.owner_name and other.owner_name)
        return not self.owner_profiles & other.owner_profiles


def refuse_two_members(sources: Sequence[Source]) -> None:
    """Check that all exports among the sources are of one member.

    Raises
    ------
    UnreadableExportError
        If two of them belong to different members.
    """
    exports: dict[str, Export] = {}
    for source in sources:
        exports.setdefault(source.export_name, Export(source.export_name)).sources.append(source)
    named = [export for name, export in exports.items() if name]
    for other in named[1:]:
        if other.is_of_another_member_than(named[0]):
            raise UnreadableExportError(
                f"{named[0].name} and {other.name} are exports of two different members; load "
                "the exports of one member at a time"
            )
