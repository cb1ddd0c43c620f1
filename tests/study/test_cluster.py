from __future__ import annotations

import importlib.util
import signal
import socket
import subprocess
import sys
import time
import zipimport
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

import paris44
from paris44.results.errors import StudyError
from paris44.scenario.dist import Dist
from paris44.scenario.load import load, variant
from paris44.study.questions.calibrate.posterior import calibrate
from paris44.study.questions.routes.plan import plan
from paris44.study.questions.sensitivity import sensitivity
from paris44.study.running import cluster
from paris44.study.running.replicate import Effort, replicate
from paris44.study.running.sampling import explore, latin
from tests.study.logs import files

WITHIN = 60.0  # s that a scheduler and its workers may take to begin on a busy machine
needs_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="the extra 'distributed' is not installed"
)


def test_the_package_travels_whole(tmp_path: Path) -> None:
    """What is sent to a worker that lacks the package can be imported there."""
    path = tmp_path / "paris44.zip"
    path.write_bytes(cluster.package_zip())
    inside = zipimport.zipimporter(str(path / "paris44"))
    assert paris44.__version__ in (inside.get_source("version") or "")
    listed = subprocess.run(
        [sys.executable, "-c", "import paris44.study.running.replicate as r; print(r.__file__)"],
        env={"PYTHONPATH": str(path)}, cwd=tmp_path, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert "paris44.zip" in listed.stdout


def test_a_scheduler_that_is_not_there_is_the_users(tmp_path: Path) -> None:
    """Within seconds: exit code 2 and one line that names the option."""
    with pytest.raises(StudyError, match="--scheduler") as caught:
        replicate(load("toy-merge"), Effort(n=20, scheduler="tcp://127.0.0.1:1", out=tmp_path))
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who does not answer is waited for no longer than this machine needs to say no."""
    monkeypatch.setattr(cluster, "ANSWER_WITHIN", 0.5)


@pytest.mark.usefixtures("impatient")
def test_a_wrong_scheduler_leaves_nothing_behind(tmp_path: Path) -> None:
    """No folder is begun for a run whose scheduler does not answer, and one that is there stays as it was."""
    with pytest.raises(StudyError):
        replicate(load("toy-merge"), Effort(n=1, scheduler="tcp://127.0.0.1:1", out=tmp_path / "results"))
    assert not list(tmp_path.iterdir())
    replicate(load("toy-merge"), Effort(n=1, workers=1, out=tmp_path))
    before = files(tmp_path)
    with pytest.raises(StudyError):
        replicate(load("toy-merge"), Effort(n=2, scheduler="tcp://127.0.0.1:1", out=tmp_path))
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("toy-merge", sensitivity),
        ("historical", calibrate),
        ("toy-merge", partial(plan, columns=["first", "second"])),
    ],
)
@pytest.mark.usefixtures("impatient")
def test_studies_in_memory_ask_the_scheduler_too(
    tmp_path: Path, name: str, ask: Callable[..., object]
) -> None:
    """Those that keep no runs go the way of the others: a scheduler that is not there is not passed over."""
    uncertain = {"parameters.speed.truck.value": "uniform(20, 30) km/h"}
    with pytest.raises(StudyError, match="--scheduler") as caught:
        ask(
            variant(load(name), uncertain, name="uncertain"),
            Effort(n=400, scheduler="tcp://127.0.0.1:1", out=tmp_path),
        )
    assert caught.value.exit_code == 2
    assert not list(tmp_path.iterdir())


@needs_dask
@pytest.mark.parametrize("address", ["nonsense", "foo://here:1", "tcp://here:door"])
def test_an_address_that_is_none_is_one_line(tmp_path: Path, address: str) -> None:
    """What cannot be an address is refused at once, in one line on stderr."""
    words = ["run", "toy-merge", "--scheduler", address]
    code = f"from paris44.cli import main; raise SystemExit(main({words}))"
    env = {"PYTHONPATH": str(Path(paris44.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("--scheduler: ")
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


@dataclass
class Cluster:
    """A scheduler and two workers of one thread on this machine."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


def free_port() -> int:
    """A port of this machine that nobody uses: other tests have schedulers of their own at the same time."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Until somebody listens at ``port``."""
    last = time.monotonic() + WITHIN
    while time.monotonic() < last:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"no scheduler at port {port} after {WITHIN} s")


@pytest.fixture
def on_loopback() -> Iterator[Cluster]:
    """A cluster that is gone after the test."""

    def begin(module: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *options, "--no-dashboard"]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = begin("dask_scheduler", "--host", "127.0.0.1", "--port", str(port))
    wait_for(port)
    workers = [begin("dask_worker", address, "--nthreads", "1", "--no-nanny") for _ in range(2)]
    from distributed import Client

    with Client(address, timeout=WITHIN, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=WITHIN)
    yield Cluster(address, scheduler, workers)
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


@needs_dask
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_writes_the_same_bytes_though_a_worker_dies(tmp_path: Path, on_loopback: Cluster) -> None:
    """With one of two workers killed in the middle the files are those of one process."""

    def kill(done: int, total: int) -> None:
        if 0 < done < total and on_loopback.workers[0].poll() is None:
            on_loopback.workers[0].send_signal(signal.SIGKILL)
            on_loopback.workers[0].wait()

    effort = Effort(n=200, scheduler=on_loopback.address, out=tmp_path / "there", progress=kill)
    there = replicate(load("toy-merge"), effort)
    here = replicate(load("toy-merge"), Effort(n=200, workers=1, out=tmp_path / "here"))
    assert on_loopback.workers[0].poll() is not None
    assert files(there.path) == files(here.path)


@needs_dask
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_samples_of_one_process(on_loopback: Cluster) -> None:
    """Samples that are kept nowhere are on the cluster's workers what they are here, in their order."""
    scenario = load("toy-merge").scenario
    laws = {**scenario.parameters, "speed.truck": Dist("uniform", (5.0, 9.0))}
    uncertain = scenario._replace(parameters=laws)
    design = latin(("speed.truck",), 40, 1)
    there = explore(uncertain, design, Effort(n=40, scheduler=on_loopback.address))
    assert there == explore(uncertain, design, Effort(n=40, workers=1))


@needs_dask
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_goes_away_is_one_line(tmp_path: Path, on_loopback: Cluster) -> None:
    """Exit code 1, one line, and the finished chunks go into the next run."""

    def kill(done: int, total: int) -> None:
        if 0 < done < total:
            on_loopback.scheduler.kill()

    with pytest.raises(StudyError, match=r"went away.*finished work is kept") as caught:
        replicate(
            load("toy-merge"), Effort(n=2000, scheduler=on_loopback.address, out=tmp_path, progress=kill)
        )
    assert caught.value.exit_code == 1
    assert list(tmp_path.rglob("parts/*.zip"))


# --- a killed run ------------------------------------------------------------------------------

RUN = """
import sys
from pathlib import Path
from paris44.scenario.load import load
from paris44.study.running.replicate import Effort, replicate
replicate(load("toy-merge"), Effort(n=300, workers=2, out=Path(sys.argv[1])))
"""


@pytest.mark.parametrize("after", [0.9, 1.4, 1.9])
def test_a_killed_run_goes_on_to_the_same_bytes(tmp_path: Path, after: float) -> None:
    """SIGKILL at some moment, the same call again: the files of a run in one go."""
    command = [sys.executable, "-c", RUN, str(tmp_path / "cut")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    again = replicate(load("toy-merge"), Effort(n=300, workers=1, out=tmp_path / "cut"))
    whole = replicate(load("toy-merge"), Effort(n=300, workers=1, out=tmp_path / "whole"))
    assert files(again.path) == files(whole.path)
