package tdsl.tensor.autograd;

/// Where a gradient goes: to one output of a node.
record Edge(Node node, int output) {}
