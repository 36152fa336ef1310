from graphlib import CycleError


class TopologicalSorter:
    def __init__(self, graph=None):
        self._missing, self._after, self._given, self._done = {}, {}, {}, {}
        self._ready = None
        if graph is not None:
            for node, predecessors in graph.items():
                self.add(node, *predecessors)

    def _know(self, node):
        if node not in self._missing:
            self._missing[node] = 0
            self._after[node] = []

    def add(self, node, *predecessors):
        if self._ready is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        self._know(node)
        self._missing[node] += len(predecessors)
        for predecessor in predecessors:
            self._know(predecessor)
            self._after[predecessor].append(node)

    def prepare(self):
        if self._ready is not None:
            raise ValueError("cannot prepare() more than once")
        self._ready = [node for node, count in self._missing.items() if count == 0]
        cycle = self._cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def _cycle(self):
        seen = {}

        def visit(node, path):
            if node in path:
                return [*path[path.index(node) :], node]
            if node in seen:
                return None
            seen[node] = True
            for successor in self._after[node]:
                found = visit(successor, [*path, node])
                if found:
                    return found
            return None

        left = dict(self._missing)
        free = [node for node, count in left.items() if count == 0]
        while free:
            node = free.pop()
            for successor in self._after[node]:
                left[successor] -= 1
                if left[successor] == 0:
                    free.append(successor)
        if not any(left.values()):
            return None
        for node in self._missing:
            found = visit(node, [])
            if found:
                return found
        return None

    def _require_prepared(self):
        if self._ready is None:
            raise ValueError("prepare() must be called first")

    def get_ready(self):
        self._require_prepared()
        found = tuple(self._ready)
        for node in found:
            self._given[node] = True
        self._ready = []
        return found

    def is_active(self):
        self._require_prepared()
        return len(self._done) < len(self._given) or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        self._require_prepared()
        for node in nodes:
            if node not in self._missing:
                raise ValueError(f"node {node!r} was not added using add()")
            if node in self._done:
                raise ValueError(f"node {node!r} was already marked done")
            if node not in self._given:
                raise ValueError(f"node {node!r} was not passed out (still not ready)")
            self._done[node] = True
            for successor in self._after[node]:
                self._missing[successor] -= 1
                if self._missing[successor] == 0:
                    self._ready.append(successor)

    def static_order(self):
        self.prepare()
        while self.is_active():
            group = self.get_ready()
            yield from group
            self.done(*group)

    @classmethod
    def __class_getitem__(cls, item):
        return cls
