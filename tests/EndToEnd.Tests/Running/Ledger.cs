using System.Collections.Concurrent;
using Shopkeeper.EndToEnd.Tests.Canaries;

namespace Shopkeeper.EndToEnd.Tests.Running;

/// <summary>
/// Everything used in a run that must never stand in its log: tokens, secrets, codes, states, payloads, and whatever
/// names a shop or a person.
/// </summary>
public sealed class Ledger
{
    private const int LengthMinimum = 8;
    private readonly ConcurrentDictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>The values, each with what it is.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Notes a value.</summary>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="value">At least 8 characters that stand nowhere by chance.</param>
    public void Add(string what, string value)
    {
        if (value.Length < LengthMinimum)
        {
            throw new ArgumentException(
                $"A {what} of {value.Length} characters may stand in a log by chance.", nameof(value));
        }
        _values[value] = what;
    }

    /// <summary>What of it stands in a text, with the lines around it; empty when nothing does.</summary>
    public IReadOnlyList<string> FindIn(string log)
    {
        var needles = _values
            .SelectMany(pair => Forms.Encoded(pair.Key).Select(form => new Needle(pair.Value, form)))
            .ToArray();
        return new Haystack("log", log).FindAny(needles);
    }
}
