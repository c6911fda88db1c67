"""stub"""

class Breaker:
    def __init__(self, printer):
        self.printer = printer

    def bare(self, slot):
        node = slot.node
        text = self.printer.text(node)
        kind = node.__class__.__name__
        if slot.role in ("result", "target", "loop target") and kind == "Tuple" and len(node.elts) > 1:
            return self.printer.bare_tuple(node)
        if kind in ("Yield", "YieldFrom") or (kind == "NamedExpr" and slot.role == "test"):
            return text[1:-1]
        return text

    def lines(self, segments, indent, suffix):
        return [" " * indent + "".join(s if isinstance(s, str) else self.bare(s) if hasattr(s, "node") else f"{s.left}{', '.join(s.items)}{s.right}" for s in segments) + suffix]
