package tdsl.grammar.ast;

/// What a class body holds: fields (`let`, initialised in order) and methods.
public sealed interface ClassMember extends Node permits Statement.Let, Statement.FunctionDeclaration {}
