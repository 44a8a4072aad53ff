namespace Shopkeeper.Storage.Erasure;

/// <summary>A column as the database's own catalog lists it.</summary>
internal sealed record CatalogColumn
{
    public string Table { get; init; } = "";

    public string Column { get; init; } = "";

    /// <summary>The table that it refers to, for a foreign key.</summary>
    public string? Target { get; init; }

    /// <summary>Whether a foreign key's rows go with the row that they refer to.</summary>
    public bool Cascades { get; init; }
}
