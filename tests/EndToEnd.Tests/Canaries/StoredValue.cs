namespace Shopkeeper.EndToEnd.Tests.Canaries;

/// <summary>A value as it stands in the database.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="Value">Text, bytes, a number or an id.</param>
public sealed record StoredValue(string Table, string Column, object Value)
{
    private const int LengthMinimum = 8;

    /// <summary>
    /// How the value looks in a dump or in the database's file; null for what says nothing about whose it is: numbers,
    /// truth values and short texts.
    /// </summary>
    public Needle? AsNeedle(bool inDump) => Value switch
    {
        byte[] { Length: >= LengthMinimum } bytes => new($"{Table}.{Column}", Forms.Stored(bytes, inDump)),
        string { Length: >= LengthMinimum } text => new($"{Table}.{Column}", text),
        Guid id => new($"{Table}.{Column}", id.ToString("D")),
        _ => null,
    };
}
