/// The sentences of TDSL, over the tokens that TokenLayout leaves: every bracket is closed by its own kind, every
/// statement ends with a NEWLINE or `;`, and braces that hold a dict are told apart from blocks. What a grammar says
/// badly (what may stand left of `=`, that comparisons do not chain, …) is checked where the tree is built.
parser grammar TdslParser;

options {
    tokenVocab = TdslLexer;
    superClass = BoundedParser;
    contextSuperClass = MeasuredContext;
}

program: (statement | separator)* EOF;

// Statements. The only place where parsing resumes after an error is the end of a statement.

statement: statementBody separator;
catch [AbandonedStatement abandoned] { resumeAfterStatement(_localctx); }

statementBody
    : letStatement
    | functionDeclaration
    | classDeclaration
    | opDeclaration
    | ifStatement
    | whileStatement
    | forStatement
    | withStatement
    | tryStatement
    | breakStatement
    | continueStatement
    | returnStatement
    | throwStatement
    | importStatement
    | fromImportStatement
    | saveStatement
    | assignmentOrExpression
    ;

separator: NEWLINE | SEMICOLON;

block: LBRACE (statement | separator)* RBRACE | EMPTY_BRACES;

letStatement: LET pattern ASSIGN expression;

assignmentOrExpression: expression (assignmentOperator expression)?;

assignmentOperator
    : ASSIGN
    | PLUS_ASSIGN
    | MINUS_ASSIGN
    | STAR_ASSIGN
    | SLASH_ASSIGN
    | DOUBLE_SLASH_ASSIGN
    | PERCENT_ASSIGN
    | AT_ASSIGN
    | POWER_ASSIGN
    | AMPERSAND_ASSIGN
    | BAR_ASSIGN
    | CARET_ASSIGN
    | SHIFT_LEFT_ASSIGN
    | SHIFT_RIGHT_ASSIGN
    ;

ifStatement: IF branch (ELSE IF branch)* (ELSE block)?;

branch: expression block;

whileStatement: WHILE expression block;

forStatement: FOR pattern IN expression block;

withStatement: WITH expression (AS name)? block;

tryStatement: TRY block catchClause* (FINALLY finallyBlock = block)?;

catchClause: CATCH (name (IS qualifiedName)?)? block;

breakStatement: BREAK;

continueStatement: CONTINUE;

returnStatement: RETURN expression?;

throwStatement: THROW expression;

saveStatement: SAVE name (COMMA name)*;

importStatement: IMPORT moduleReference (AS name)?;

fromImportStatement: FROM moduleReference IMPORT importedName (COMMA importedName)*;

moduleReference: name | string;

importedName: name (AS alias = name)?;

// Declarations

functionDeclaration: FN name signature functionBody;

functionBody: block | ASSIGN expression;

signature: parameters (THIN_ARROW typeAnnotation)?;

parameters: LPAREN (parameter (COMMA parameter)* COMMA?)? RPAREN;

parameter: STAR? name (COLON typeAnnotation)? (ASSIGN expression)?;

typeAnnotation: qualifiedName dimensions?;

dimensions: LBRACKET (dimension (COMMA dimension)* COMMA?)? RBRACKET;

dimension: RANGE | expression;

classDeclaration: CLASS name parameters? (LBRACE (classMember | separator)* RBRACE | EMPTY_BRACES);

classMember: (letStatement | functionDeclaration) separator;
catch [AbandonedStatement abandoned] { resumeAfterStatement(_localctx); }

opDeclaration: OP name parameters (LBRACE (opClause | separator)* RBRACE | EMPTY_BRACES);

opClause: FORWARD block | BACKWARD parameters block | SYMBOLIC parameters block;

// Names

name: NAME | BACKWARD | BY | FORWARD | SAVE | SYMBOLIC;

qualifiedName: name (DOT label)*;

label: name | keyword;

keyword
    : AND
    | AS
    | BREAK
    | CATCH
    | CLASS
    | CONTINUE
    | ELSE
    | FINALLY
    | FN
    | FOR
    | FROM
    | IF
    | IMPORT
    | IN
    | IS
    | LET
    | NOT
    | OP
    | OR
    | RETURN
    | THROW
    | TRY
    | WHILE
    | WITH
    ;

pattern: name | LPAREN pattern (COMMA pattern)* COMMA? RPAREN;

// Expressions: a pipe is the loosest; the alternatives of operand stand tightest first

expression: operand (PIPE operand)*;

operand
    : atom                                                                           # atomic
    | operand DOT label                                                              # attribute
    | operand LPAREN (argument (COMMA argument)* COMMA?)? RPAREN                     # call
    | operand LBRACKET subscript (COMMA subscript)* COMMA? RBRACKET                  # index
    | <assoc = right> operand operator = POWER operand                               # binary
    | operator = (MINUS | PLUS | TILDE) operand                                      # unary
    | operand operator = (STAR | SLASH | DOUBLE_SLASH | PERCENT | AT) operand        # binary
    | operand operator = (PLUS | MINUS) operand                                      # binary
    | operand operator = (RANGE | RANGE_INCLUSIVE) operand                           # range
    | operand BY operand                                                             # step
    | operand operator = (SHIFT_LEFT | SHIFT_RIGHT) operand                          # binary
    | operand operator = AMPERSAND operand                                           # binary
    | operand operator = CARET operand                                               # binary
    | operand operator = BAR operand                                                 # binary
    | operand comparisonOperator operand                                             # comparison
    | operator = NOT operand                                                         # unary
    | operand operator = AND operand                                                 # logical
    | operand operator = OR operand                                                  # logical
    ;

comparisonOperator
    : EQUAL
    | NOT_EQUAL
    | LESS
    | LESS_OR_EQUAL
    | GREATER
    | GREATER_OR_EQUAL
    | IN
    | NOT IN
    | IS NOT
    | IS
    ;

argument: STAR expression | expression (ASSIGN expression)? | keyword ASSIGN expression;

subscript: ELLIPSIS | lower = expression slice? | slice;

slice: COLON upper = expression? (COLON step = expression?)?;

atom
    : NONE                                                                           # none
    | TRUE                                                                           # boolean
    | FALSE                                                                          # boolean
    | INTEGER                                                                        # integer
    | FLOAT                                                                          # float
    | MALFORMED_NUMBER                                                               # malformedNumber
    | string                                                                         # stringLiteral
    | name                                                                           # variable
    | LPAREN row? RPAREN                                                             # parenthesized
    | LBRACKET (row (forClause+ | (ROW_SEPARATOR row)* ROW_SEPARATOR?))? RBRACKET    # bracketed
    | DICT_OPEN dictEntry (COMMA dictEntry)* COMMA? DICT_CLOSE                       # dict
    | EMPTY_BRACES                                                                   # emptyDict
    | IF LPAREN condition = expression RPAREN expression ELSE operand                # conditional
    | FN signature (FAT_ARROW operand | block)                                       # lambda
    ;

row: expression (COMMA expression)* COMMA?;

forClause: FOR pattern IN expression (IF expression)*;

dictEntry: dictKey COLON expression;

dictKey: label | string | MINUS? (INTEGER | FLOAT | MALFORMED_NUMBER) | LPAREN expression RPAREN;

string: RAW_STRING | STRING_OPEN stringPart* STRING_CLOSE;

stringPart: STRING_TEXT | STRING_BRACE | STRING_ESCAPE | interpolation;

interpolation: INTERPOLATION_OPEN expression (FORMAT_COLON FORMAT_TEXT*)? INTERPOLATION_CLOSE;
