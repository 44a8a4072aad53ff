namespace Shopkeeper.Storage.Erasure;

/// <summary>A table that can refer to an installation or a shop.</summary>
/// <param name="Name">Its name, which is also the store's name in counts.</param>
/// <param name="RefersBy">The column that it is erased by.</param>
/// <param name="Eraser">What deletes its rows.</param>
internal sealed record ErasableTable(string Name, string RefersBy, TableEraser Eraser);
