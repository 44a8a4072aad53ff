namespace Shopkeeper.Storage.Erasure;

/// <summary>A table that can refer to an installation or a shop.</summary>
/// <param name="Name">Its name, which is also the store's name in counts.</param>
/// <param name="RefersBy">The column that it is erased by.</param>
/// <param name="Eraser">What deletes its rows.</param>
/// <param name="Count">The statement that counts its rows; null where another port answers for them.</param>
/// <param name="Purge">The statement that deletes them, for the erasers that have one.</param>
/// <param name="BatchEnd">Where they go in batches: the statement that finds the key that a batch ends with.</param>
/// <param name="KeysBegin">A key that is before all of the table's.</param>
internal sealed record ErasableTable(
    string Name, string RefersBy, TableEraser Eraser, string? Count = null, string? Purge = null,
    string? BatchEnd = null, string KeysBegin = "");
