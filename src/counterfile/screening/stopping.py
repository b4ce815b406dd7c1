"""How much may still be missed, and when to stop: bounds that may be looked at at any time.

Two kinds of evidence, kept apart:

- *Random picks* prove, whatever the ranking is worth: under "at least m relevant records are unread", a pick drawn by
  chance from the u unread ones is relevant with probability at least m / u. A bettor who bets against that hypothesis
  and grows rich refutes it (`BettingMartingale`).
- *All reads* prove under one assumption, which is stated with the bound: that the ranking is never worse than chance,
  so that the unread records hold no more relevant ones than chance would leave (`RankedTail`).

The heuristics in use (`InARow`, `Knee`) bound nothing; they are here to be compared with.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln  # type: ignore[import-untyped]

from counterfile.errors import BadUsage
from counterfile.screening.parts import Read, Stopper, Verdict

NO_BOUND = "it states no bound"


class RankedTail:
    """Stops when the tail of the reading holds fewer relevant records than a miss of the target would have left there.

    For every record after which a tail may begin, the records read since are taken for a random draw from all that was
    unread then; the hypergeometric chance to have found so few is the tail's p-value, and the least one counts.

    Assumption: read by rank, the tail holds relevant records at least as often as chance would.
    Source: Callaghan and Müller-Hansen (2020), "Statistical stopping criteria for automated screening in systematic
        reviews", Systematic Reviews 9, 273.
    Caveats: the least of many p-values is no p-value; that the bound holds all the same, because rankings beat chance,
        is measured (``bench/screening.py``), not proven.
    """

    name = "ranked-tail"

    def __init__(self, target: float = 0.95, confidence: float = 0.95) -> None:
        """Stop when recall is at least `target` at this confidence, both above 0 and below 1."""
        self.target, self.confidence = _shares(target, confidence)

    def judge(self, total: int, reads: Sequence[Read]) -> Verdict:
        """Return the verdict after these reads."""
        labels = np.fromiter((read.relevant for read in reads), dtype=bool, count=len(reads))
        hits = np.flatnonzero(labels)
        return _verdict(
            self,
            total,
            len(reads),
            len(hits),
            lambda relevant: tail_chance(total, hits, len(reads), relevant) < 1 - self.confidence,
        )


class BettingMartingale:
    """Stops when a bettor on the random picks has refuted every number of relevant records that would miss the target.

    Assumption: none on the ranking. The random picks are drawn evenly from all unread records.
    Source: Waudby-Smith and Ramdas (2020), "Confidence sequences for sampling without replacement"; Ville's inequality
        makes the bound hold at all times together.
    Caveats: without picks there is no evidence, and with few relevant records nearly all others must be drawn.
    """

    name = "betting-martingale"

    def __init__(self, target: float = 0.95, confidence: float = 0.95) -> None:
        """Stop when recall is at least `target` at this confidence, both above 0 and below 1."""
        self.target, self.confidence = _shares(target, confidence)

    def judge(self, total: int, reads: Sequence[Read]) -> Verdict:
        """Return the verdict after these reads."""
        found = np.cumsum([0, *(read.relevant for read in reads)])
        picks = [(int(found[at]), read) for at, read in enumerate(reads) if read.random]
        before = np.array([count for count, _ in picks], dtype=np.float64)
        unread = np.array([read.unread for _, read in picks], dtype=np.float64)
        hit = np.array([read.relevant for _, read in picks], dtype=bool)
        limit = math.log(1 / (1 - self.confidence))
        return _verdict(
            self,
            total,
            len(reads),
            int(found[-1]),
            lambda relevant: log_wealth(relevant - before, unread, hit) >= limit,
        )


class InARow:
    """Stops after so many records in a row that are not relevant: the habit of many, without a bound."""

    name = "in-a-row"

    def __init__(self, count: int = 100) -> None:
        """Stop after `count` records, at least 1."""
        if count < 1:
            raise BadUsage(f"in-a-row wants a number from 1 up, not {count}")
        self.count = count

    def judge(self, total: int, reads: Sequence[Read]) -> Verdict:
        """Return the verdict after these reads."""
        row = next((at for at, read in enumerate(reversed(reads)) if read.relevant), None)
        # Before anything is found, a row of misses says that the search has not begun, not that it is over.
        stop = len(reads) >= total or (row is not None and row >= self.count)
        return Verdict(stop, 0.0, None, f"{row or 0} in a row are not relevant; {NO_BOUND}")


class Knee:
    """Stops where the recall curve bends: the slope before the knee is six times the slope after it, or more.

    Source: Cormack and Grossman (2016), "Engineering quality and reliability in technology-assisted review", SIGIR.
    Caveats: few relevant records ask for a sharper bend, at most 156 times.
    """

    name = "knee"

    def judge(self, total: int, reads: Sequence[Read]) -> Verdict:
        """Return the verdict after these reads."""
        running = np.cumsum([read.relevant for read in reads]) if reads else np.zeros(0, dtype=np.int64)
        if len(reads) >= total:
            return Verdict(True, 0.0, None, NO_BOUND)
        if len(running) < 2 or running[-1] == 0:
            return Verdict(False, 0.0, None, NO_BOUND)
        found = int(running[-1])
        bend = int(np.argmax(running / found - np.arange(1, len(running) + 1) / len(running))) + 1
        if bend == len(running):
            return Verdict(False, 0.0, None, NO_BOUND)
        before = int(running[bend - 1]) / bend
        after = (1 + found - int(running[bend - 1])) / (len(running) - bend)
        return Verdict(before / after >= 156 - min(found, 150), 0.0, None, f"the knee is at {bend}; {NO_BOUND}")


def tail_chance(total: int, hits: NDArray[np.intp], read: int, relevant: int) -> float:
    """Return the least chance, over all tails, to find so few if the heap held `relevant` relevant records.

    Args:
        total: Records of the heap.
        hits: Places (from 0) of the relevant ones among those read, rising.
        read: Records read.
        relevant: The hypothesis.

    Returns:
        0.0 to 1.0; 0.0 where the hypothesis cannot be, because fewer are unread.
    """
    found = len(hits)
    if relevant - found > total - read:
        return 0.0
    # Within a gap the longest tail is the strongest, so tails begin at the start and behind each relevant record.
    first = max(0, found - _MOST_IN_TAIL)
    starts = np.concatenate(([0], hits + 1))[first:]
    inside = found - np.arange(first, found + 1)
    drawn, urn = read - starts, total - starts
    marbles = relevant - found + inside
    useful = drawn > 0
    if not useful.any():
        return 1.0
    chances = _at_most(inside[useful], urn[useful], marbles[useful], drawn[useful])
    return float(chances.min())


def log_wealth(missing: NDArray[np.float64], unread: NDArray[np.float64], hit: NDArray[np.bool_]) -> float:
    """Return the logarithm of what a bettor with a stake of 1 owns after these random picks.

    Args:
        missing: Relevant records unread before each pick, if the hypothesis is true.
        unread: Records unread before each pick.
        hit: Whether each pick was relevant.

    Returns:
        Infinity where the hypothesis is impossible. Under the hypothesis, or with more relevant records, it reaches
        log(1 / a) with a chance of at most a, however often one looks.
    """
    if len(hit) == 0:
        return 0.0
    chance = missing / unread
    if (chance > 1).any() or (missing < 0).any():
        return math.inf
    fortunes = []
    for share in _STAKES:
        # The bettor thinks a hit `share` times as likely as the hypothesis says; this is the ratio of likelihoods.
        with np.errstate(divide="ignore", invalid="ignore"):
            steps = np.where(hit, math.log(share), np.log1p(-share * chance) - np.log1p(-chance))
        steps = np.where((chance == 1) & ~hit, math.inf, steps)
        fortunes.append(float(steps.sum()))
    best = max(fortunes)
    if math.isinf(best):
        return best
    return best + math.log(sum(math.exp(each - best) for each in fortunes) / len(fortunes))


def wilson(hits: int, drawn: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's interval for a share, (0.0, 1.0) for nothing drawn.

    >>> low, high = wilson(0, 300)
    >>> low == 0.0 and round(high, 4) == 0.0126
    True
    """
    if drawn == 0:
        return 0.0, 1.0
    z = _normal_quantile(0.5 + confidence / 2)
    share = hits / drawn
    middle = share + z * z / (2 * drawn)
    spread = z * math.sqrt(share * (1 - share) / drawn + z * z / (4 * drawn * drawn))
    scale = 1 + z * z / drawn
    return (0.0 if hits == 0 else (middle - spread) / scale), (1.0 if hits == drawn else (middle + spread) / scale)


def elusion(unread: int, drawn: int, hits: int, confidence: float = 0.95) -> int:
    """Return the most relevant records that the unread ones may hold, from a sample of them read at the end.

    Args:
        unread: Records unread before the sample was drawn.
        drawn: Records drawn evenly and without replacement, at most `unread`.
        hits: Relevant ones among them.
        confidence: Chance that the bound holds; it is exact for one look, when the whole sample is read.

    Returns:
        The greatest number that is not refuted, the found ones included.

    >>> elusion(10_000, 300, 0), elusion(10_000, 600, 0)
    (97, 48)
    """
    if not 0 <= hits <= drawn <= unread:
        raise ValueError(f"{hits} of {drawn} of {unread} are no sample")

    def refuted(marbles: int) -> bool:
        few = _at_most(np.array([hits]), np.array([unread]), np.array([marbles]), np.array([drawn]))
        return bool(few[0] < 1 - confidence)

    return _last(hits, unread - drawn + hits, refuted)


def elusion_interval(unread: int, drawn: int, hits: int, confidence: float = 0.95) -> tuple[int, int]:
    """Return the fewest and the most relevant records that the unread ones may hold; see `elusion`.

    Both bounds hold together at this confidence; each leaves half of the rest.

    >>> elusion_interval(1000, 300, 3)
    (3, 25)
    """
    side = (1 + confidence) / 2
    # Records that are not relevant are marbles, too: as many as they may be at most, so few are the others at least.
    low = unread - elusion(unread, drawn, drawn - hits, side)
    return low, elusion(unread, drawn, hits, side)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Recall as the random picks tell it, whatever the ranking is worth."""

    recall: float
    low: float
    """95 %, one-sided, true at every look: the betting martingale's bound."""
    relevant: float
    """Relevant records of the heap, found and not."""
    picks: int


def estimate(total: int, reads: Sequence[Read], known: int = 0, found: int = 0) -> Estimate | None:
    """Return an estimate of recall from the random picks; None without any, or with nothing found.

    A pick from u unread records that is relevant stands for u of them; with those found until then this is an unbiased
    estimate of all, and the picks' estimates are averaged, each counting in proportion to 1 / u, as the early ones vary
    most.

    Args:
        total: Records of the heap.
        reads: In the order of reading.
        known: Records decided before, or elsewhere.
        found: Relevant ones among them.
    """
    above = below = 0.0
    hits, picks = found, 0
    for read in reads:
        if read.random:
            picks += 1
            above += (hits + read.unread * read.relevant) / read.unread
            below += 1 / read.unread
        hits += read.relevant
    if not picks or not hits:
        return None
    relevant = max(float(hits), above / below)
    low = onward(BettingMartingale(), total, reads, known, found).recall_low
    return Estimate(hits / relevant, low, relevant, picks)


def onward(stopper: Stopper, total: int, reads: Sequence[Read], known: int = 0, found: int = 0) -> Verdict:
    """Return a stopper's verdict where some records were decided before, or elsewhere: it judges what was left then.

    Args:
        stopper: The rule.
        total: Records of the heap.
        reads: What was read since, in order.
        known: Records decided before.
        found: Relevant ones among them.
    """
    said = stopper.judge(total - known, reads)
    if not known or said.missed_high is None:
        return said
    hits = found + sum(read.relevant for read in reads)
    low = hits / (hits + said.missed_high) if hits else 0.0
    stop = len(reads) + known >= total or (hits > 0 and low >= getattr(stopper, "target", 1.0))
    reason = f"recall is at least {low:.1%} ({hits} found, at most {said.missed_high} missed)"
    confidence = getattr(stopper, "confidence", None)
    return Verdict(stop, low, said.missed_high, reason + (f" at {confidence:.0%}" if confidence else ""))


def prevalence(reads: Sequence[Read], confidence: float = 0.95) -> tuple[float, float, float] | None:
    """Return the share of relevant records among the random picks, with Wilson's interval; None without picks.

    Picks come from what is unread at the time, so this is the unread heap's average share over the time of reading.
    """
    picks = [read.relevant for read in reads if read.random]
    if not picks:
        return None
    low, high = wilson(sum(picks), len(picks), confidence)
    return sum(picks) / len(picks), low, high


_RULES: dict[str, Callable[..., Stopper]] = {
    "ranked-tail": RankedTail,
    "betting-martingale": BettingMartingale,
    "in-a-row": InARow,
    "knee": Knee,
}


def rule(written: str) -> Stopper:
    """Return the stopper that a rule in words names: NAME, NAME:NUMBER or NAME:NUMBER@CONFIDENCE.

    The number is the target recall in percent, or the count of ``in-a-row``; the confidence is in percent, too.

    Raises:
        BadUsage: there is no such rule or no such number.

    >>> rule("ranked-tail:90").target, rule("ranked-tail:95@80").confidence
    (0.9, 0.8)
    """
    name, _, numbers = written.partition(":")
    if name not in _RULES:
        raise BadUsage(f"there is no stopping rule {name!r}; there are {', '.join(_RULES)}")
    if not numbers:
        return _RULES[name]()
    number, at, confidence = numbers.partition("@")
    try:
        value, sure = float(number), float(confidence) if at else 95.0
    except ValueError as error:
        raise BadUsage(f"{written!r}: behind the colon a number is wanted") from error
    if name == "knee":
        raise BadUsage("the knee takes no number")
    if name == "in-a-row":
        if at:
            raise BadUsage("in-a-row states no bound and takes no confidence")
        return InARow(int(value))
    return _RULES[name](value / 100, sure / 100)


_MOST_IN_TAIL = 60  # relevant records: a tail with more of them never is the strongest, and the sum stays short
_STAKES = (0.02, 0.3, 0.7)  # of what the hypothesis expects: nothing is left, some is, the miss is slight


def _shares(target: float, confidence: float) -> tuple[float, float]:
    for name, value in (("target", target), ("confidence", confidence)):
        if not 0 < value < 1:
            raise BadUsage(f"the {name} is a share above 0 and below 1, not {value:g}")
    return target, confidence


def _verdict(
    stopper: RankedTail | BettingMartingale, total: int, read: int, found: int, refuted: Callable[[int], bool]
) -> Verdict:
    """Return the verdict of a rule that can refute numbers of relevant records; greater ones with the smaller."""
    most = _last(found, found + total - read, refuted)
    low = found / most if most else 0.0
    stop = read >= total or (found > 0 and low >= stopper.target)
    reason = f"recall is at least {low:.1%} ({found} found, at most {most - found} missed) at {stopper.confidence:.0%}"
    return Verdict(stop, 1.0 if read >= total and found else low, most - found, reason)


def _last(least: int, most: int, refuted: Callable[[int], bool]) -> int:
    """Return the greatest number from `least` to `most` that is not refuted, `least` at least."""
    while least < most:
        middle = (least + most + 1) // 2
        if refuted(middle):
            most = middle - 1
        else:
            least = middle
    return least


def _at_most(
    count: NDArray[np.intp], urn: NDArray[np.intp], marbles: NDArray[np.intp], drawn: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the hypergeometric chance of at most `count` marked ones among those drawn, for each urn.

    Summed here over the few terms that there are: scipy's own function takes fifty times as long.
    """
    terms = np.arange(int(count.max()) + 1)[:, None]
    n, k, m = urn.astype(np.float64), marbles.astype(np.float64), drawn.astype(np.float64)
    possible = (terms <= count) & (terms <= k) & (terms <= m) & (m - terms <= n - k)
    safe = np.where(possible, terms, np.maximum(0, m - (n - k)))
    with np.errstate(all="ignore"):  # impossible terms may be anything; they are not summed
        chances = np.exp(_log_choose(k, safe) + _log_choose(n - k, m - safe) - _log_choose(n, m))
    return np.asarray(np.minimum(1.0, np.where(possible, chances, 0.0).sum(axis=0)))


def _log_choose(n: NDArray[np.float64], k: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))


def _normal_quantile(share: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(share)
