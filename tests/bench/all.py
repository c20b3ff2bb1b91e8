"""All benchmarks, in the order in which they are told."""

from tests.bench.appending import APPENDING
from tests.bench.asking import COMMANDING, FEEDING
from tests.bench.following import FOLLOWING
from tests.bench.lasting import LASTING
from tests.bench.measuring import Benchmark
from tests.bench.passing import PASSING
from tests.bench.reading import LOADING, READING
from tests.bench.ringing import RINGING
from tests.bench.starting import STARTING

BENCHMARKS: tuple[Benchmark, ...] = (
    *APPENDING,
    *READING,
    *FEEDING,
    *FOLLOWING,
    *RINGING,
    *COMMANDING,
    *PASSING,
    *LOADING,
    *LASTING,
    *STARTING,
)
