namespace Shopkeeper.Storage.Erasure;

/// <summary>The table and the key up to which a purge is done. Its text is kept with the teardown.</summary>
internal sealed record PurgePlace(string Table, string Key)
{
    /// <summary>Reads the text of a place; null where there is none.</summary>
    public static PurgePlace? Read(string? text) => text?.IndexOf(':', StringComparison.Ordinal) is { } end and > 0
        ? new PurgePlace(text[..end], text[(end + 1)..])
        : null;

    public override string ToString() => $"{Table}:{Key}";
}
