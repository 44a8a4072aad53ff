namespace Shopkeeper.Grains.Abstractions.Paging;

/// <summary>A cursor that no list of ours gave out. The edge answers 400 and names <c>cursor</c>.</summary>
public sealed class InvalidCursorException() : Exception("The cursor is not one that this list gave out.");
