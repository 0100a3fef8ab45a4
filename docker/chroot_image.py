#!/usr/bin/env python3
"""Carries out a Dockerfile without Docker: every stage is a folder, every RUN a chroot into it.

Written to try docker/Dockerfile where no engine is at hand; it knows what that file uses, and stops
at anything else. Needs Linux, root, unshare and chroot. Every command runs in mount and process
namespaces of its own, so that mounts and processes go with it, whatever happens.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# What Docker hands from its own environment to a build without being asked.
HANDED_ON = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


@dataclass
class Image:
    """A stage's settings; its files lie in a folder beside them."""

    env: dict[str, str] = field(default_factory=lambda: {"PATH": PATH})
    user: str = "root"
    workdir: str = "/"
    entrypoint: list[str] = field(default_factory=list)
    cmd: list[str] = field(default_factory=list)
    healthcheck: list[str] = field(default_factory=list)
    stopsignal: str = "SIGTERM"

    @staticmethod
    def read(root: Path) -> "Image":
        return Image(**json.loads(settings(root).read_text()))

    def write(self, root: Path) -> None:
        settings(root).write_text(json.dumps(asdict(self), indent=2))


def settings(root: Path) -> Path:
    return root.with_name(root.name + ".json")


def fail(message: str) -> None:
    sys.exit(f"chroot_image: {message}")


def instructions(dockerfile: Path) -> list[tuple[str, str]]:
    """The file's instructions as (word, rest), comments gone and continued lines joined."""
    found, pending = [], ""
    for line in dockerfile.read_text().splitlines():
        if line.lstrip().startswith("#") or (not line.strip() and not pending):
            continue
        pending += line.rstrip()
        if pending.endswith("\\"):
            pending = pending[:-1]
            continue
        word, _, rest = pending.strip().partition(" ")
        found.append((word.upper(), rest.strip()))
        pending = ""
    return found


def expand(text: str, values: dict[str, str]) -> str:
    """Replaces $NAME and ${NAME}; what is not known is empty, as in Docker."""
    return re.sub(
        r"\$(?:\{(\w+)\}|(\w+))", lambda m: values.get(m.group(1) or m.group(2), ""), text
    )


def exec_form(text: str) -> list[str]:
    """A command as Docker starts it: a JSON list as it stands, anything else by a shell."""
    return json.loads(text) if text.startswith("[") else ["/bin/sh", "-c", text]


class Ignored:
    """The rules of .dockerignore; the last one that fits a path decides."""

    def __init__(self, context: Path):
        self.rules: list[tuple[re.Pattern, bool]] = []
        file = context / ".dockerignore"
        for line in file.read_text().splitlines() if file.exists() else []:
            rule = line.strip()
            if rule and not rule.startswith("#"):
                kept = rule.startswith("!")
                self.rules.append((self.pattern(rule.lstrip("!").strip("/")), kept))

    @staticmethod
    def pattern(rule: str) -> re.Pattern:
        wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
        parts = re.split(r"(\*\*/|\*\*|\*|\?)", rule)
        return re.compile("".join(wild.get(p, re.escape(p)) for p in parts) + "(?:/.*)?")

    def __call__(self, path: str) -> bool:
        ignored = False
        for pattern, kept in self.rules:
            if pattern.fullmatch(path):
                ignored = not kept
        return ignored


def context_copy(context: Path, folder: Path) -> None:
    """The build's context as an engine would be sent it."""
    ignored = Ignored(context)
    for directory, _, files in os.walk(context):
        for name in files:
            file = Path(directory, name)
            path = file.relative_to(context)
            if not path.parts[0] == ".git" and not ignored(str(path)):
                (folder / path.parent).mkdir(parents=True, exist_ok=True)
                shutil.copy2(file, folder / path, follow_symlinks=False)


def chroot(
    root: Path,
    command: list[str],
    image: Image,
    *,
    user: str = "",
    mounts: Sequence[str] = (),
    read_only: bool = False,
    env: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """The command line that runs a command in a root as an engine would."""
    here = shlex.quote(str(root))
    steps = ["set -e", "mount --make-rprivate /", f"mount --bind {here} {here}"]
    if read_only:
        steps += [f"mount -o remount,bind,ro {here}"]
        steps += [f"mount -t tmpfs -o mode=1777,exec tmpfs {here}/tmp"]
    for mount in mounts:
        source, target = mount.split(":", 1)
        steps.append(f"mount --bind {shlex.quote(source)} {here}{shlex.quote(target)}")
    steps += [
        f"mount -t proc proc {here}/proc",
        f"mount --rbind /dev {here}/dev",
        f"mount -t tmpfs tmpfs {here}/dev/shm",
        f"mount --bind /etc/resolv.conf {here}/etc/resolv.conf",
    ]
    user = user or image.user
    passwd = [line.split(":") for line in (root / "etc/passwd").read_text().splitlines()]
    entry = next((e for e in passwd if user.split(":")[0] in (e[0], e[2])), None)
    if entry and ":" not in user:
        user = f"{entry[2]}:{entry[3]}"
    all_env = {"HOME": entry[5] if entry else "/", **image.env, **env}
    inside = ["/bin/sh", "-c", 'cd "$0" && exec "$@"', image.workdir, *command]
    line = ["env", "-i", *(f"{k}={v}" for k, v in all_env.items())]
    line += ["chroot", f"--userspec={user}", "--groups=", str(root), *inside]
    steps.append("exec " + shlex.join(line))
    unshare = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
    return [*unshare, "/bin/sh", "-c", "\n".join(steps)]


class Build:
    """One walk through the Dockerfile, as far as a target needs."""

    def __init__(self, arguments: argparse.Namespace):
        self.context: Path = arguments.context
        self.stages: Path = arguments.stages
        self.given = dict(a.split("=", 1) for a in arguments.build_arg)
        self.global_values: dict[str, str] = {}
        self.by_stage: dict[str, list[tuple[str, str]]] = {}
        self.parent: dict[str, str] = {}
        self.read(arguments.dockerfile)

    def read(self, dockerfile: Path) -> None:
        stage = None
        for word, rest in instructions(dockerfile):
            if word == "FROM":
                base, _, name = expand(rest, self.global_values).partition(" AS ")
                stage = name.strip() or f"stage-{len(self.by_stage)}"
                self.parent[stage] = base.strip()
                self.by_stage[stage] = []
            elif stage is None and word == "ARG":
                name, _, value = rest.partition("=")
                self.global_values[name] = self.given.get(name, value)
            elif stage is None:
                fail(f"{word} before the first FROM")
            else:
                self.by_stage[stage].append((word, rest))

    def stage(self, name: str) -> Path:
        """Builds a stage and what it stands on; what is already there is left as it is."""
        if name not in self.by_stage:
            return self.stages / "base"
        root = self.stages / name
        if settings(root).exists():
            return root
        base = self.stage(self.parent[name])
        for word, rest in self.by_stage[name]:
            for other in re.findall(r"--from=(\S+)", rest) if word == "COPY" else []:
                self.stage(other)
        print(f"== {name}, from {self.parent[name]}", flush=True)
        shutil.rmtree(root, ignore_errors=True)
        subprocess.run(["cp", "-a", "--reflink=auto", base, root], check=True)
        image = Image.read(base) if settings(base).exists() else Image()
        values: dict[str, str] = {}
        for word, rest in self.by_stage[name]:
            print(f"{word} {rest}", flush=True)
            self.step(root, image, values, word, rest)
        image.write(root)
        return root

    def step(
        self, root: Path, image: Image, values: dict[str, str], word: str, rest: str
    ) -> None:
        known = {**values, **image.env}
        if word == "ARG":
            name, _, default = rest.partition("=")
            values[name] = self.given.get(name, expand(default, known))
        elif word == "ENV":
            pairs = [pair.partition("=") for pair in shlex.split(rest)]
            image.env.update({name: expand(value, known) for name, _, value in pairs})
        elif word == "WORKDIR":
            image.workdir = os.path.join(image.workdir, expand(rest, known))
            (root / image.workdir[1:]).mkdir(parents=True, exist_ok=True)
        elif word == "USER":
            image.user = expand(rest, known)
        elif word == "RUN":
            handed_on = {k: os.environ[k] for k in HANDED_ON if k in os.environ}
            told = Image(**{**asdict(image), "env": {**handed_on, **values, **image.env}})
            code = subprocess.run(chroot(root, exec_form(rest), told)).returncode
            if code != 0:
                fail(f"RUN {rest}: exit status {code}")
        elif word == "COPY":
            self.copy(root, image, expand(rest, known))
        elif word == "ENTRYPOINT":
            image.entrypoint, image.cmd = exec_form(rest), []
        elif word == "CMD":
            image.cmd = exec_form(rest)
        elif word == "HEALTHCHECK":
            image.healthcheck = exec_form(rest.partition("CMD ")[2])
        elif word == "STOPSIGNAL":
            image.stopsignal = rest
        elif word != "EXPOSE":
            fail(f"{word} is not known here")

    def copy(self, root: Path, image: Image, rest: str) -> None:
        words = rest.split()
        flags = dict(w[2:].split("=", 1) for w in words if w.startswith("--"))
        if flags.keys() - {"from"}:
            fail(f"COPY {rest}: of its flags only --from is known here")
        *sources, target = [w for w in words if not w.startswith("--")]
        into = root / os.path.join(image.workdir, target)[1:]
        with tempfile.TemporaryDirectory(dir=self.stages) as scratch:
            origin = self.stages / flags["from"] if "from" in flags else Path(scratch)
            if "from" not in flags:
                context_copy(self.context, origin)
            for source in (origin / s.lstrip("/") for s in sources):
                if not source.exists():
                    fail(f"COPY {rest}: there is no {source.relative_to(origin)}")
                # A folder's contents are copied, not the folder; a target with a / is a folder.
                folder = into if source.is_dir() or target.endswith("/") else into.parent
                folder.mkdir(parents=True, exist_ok=True)
                what = f"{source}/." if source.is_dir() else source
                keep = "--preserve=mode,timestamps,links"
                # What root copies without its owner is root's, as in Docker.
                subprocess.run(["cp", "-R", keep, what, into], check=True)


def start(arguments: argparse.Namespace, command: list[str]) -> None:
    """Becomes a command in a built image, as its user, with its environment."""
    root = arguments.stages / arguments.stage
    line = chroot(
        root,
        command,
        Image.read(root),
        user=arguments.user,
        mounts=arguments.mount,
        read_only=arguments.read_only,
        env=dict(e.split("=", 1) for e in arguments.env),
    )
    os.execvp(line[0], line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stages", type=Path, required=True, help="holds each stage's root")
    commands = parser.add_subparsers(dest="do", required=True)
    build = commands.add_parser("build", help="build a target on <stages>/base")
    build.add_argument("--dockerfile", type=Path, required=True)
    build.add_argument("--context", type=Path, required=True)
    build.add_argument("--target", required=True)
    build.add_argument("--build-arg", action="append", default=[], metavar="NAME=VALUE")
    for name in ("run", "health"):
        running = commands.add_parser(name)
        running.add_argument("--stage", required=True)
        running.add_argument("--user", default="", metavar="UID:GID")
        running.add_argument("--env", action="append", default=[], metavar="NAME=VALUE")
        running.add_argument("--mount", action="append", default=[], metavar="FROM:TO")
        running.add_argument("--read-only", action="store_true")
        running.add_argument("--entrypoint", help="one word, in place of the image's")
        running.add_argument("arguments", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    arguments.stages = arguments.stages.absolute()
    if arguments.do == "build":
        Build(arguments).stage(arguments.target)
        return
    words = arguments.arguments[1:] if arguments.arguments[:1] == ["--"] else arguments.arguments
    image = Image.read(arguments.stages / arguments.stage)
    if arguments.do == "health":
        start(arguments, image.healthcheck)
    entrypoint = [arguments.entrypoint] if arguments.entrypoint else image.entrypoint
    start(arguments, entrypoint + (words or image.cmd))


if __name__ == "__main__":
    main()
