using System.Collections.Concurrent;

namespace Shopkeeper.EndToEnd.Tests.Chaos;

/// <summary>What happened in a run, counted, and what must not have happened.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>What must not have happened, in words.</summary>
    public ConcurrentQueue<string> Violations { get; } = new();

    /// <summary>Counts one.</summary>
    public void Count(string what, int number = 1) =>
        _counts.AddOrUpdate(what, number, (_, before) => before + number);

    /// <summary>How many of those whose names begin so.</summary>
    public int Sum(string prefix) =>
        _counts.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Sum(pair => pair.Value);

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        "; ", _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}"));
}
