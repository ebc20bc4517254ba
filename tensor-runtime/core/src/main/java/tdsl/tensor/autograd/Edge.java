package tdsl.tensor.autograd;

/// Where a gradient goes: to one output of a node.
public record Edge(Node node, int output) {}
