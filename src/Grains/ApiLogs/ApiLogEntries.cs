using System.Globalization;
using Shopkeeper.Grains.Abstractions.ApiLogs;
using Shopkeeper.Shopify.Admin;

namespace Shopkeeper.Grains.ApiLogs;

/// <summary>Turns a call's record into a log entry.</summary>
internal static class ApiLogEntries
{
    public static ApiLogEntry From(AdminCallRecord record, Guid id) => new()
    {
        Id = id,
        At = record.StartedAt,
        Operation = record.Operation,
        Outcome = record.Outcome,
        Status = record.Status,
        Duration = record.Duration,
        Attempts = record.Attempts,
        Cost = (record.Cost?.Actual ?? record.Cost?.Requested) is { } points ? (int)Math.Ceiling(points) : null,
        Detail = Detail(record),
    };

    private static string? Detail(AdminCallRecord record)
    {
        List<string> words = [];
        if (record.Cost?.Available is { } available) words.Add(Word("pointsLeft", available));
        return words.Count == 0 ? null : string.Join(", ", words);
    }

    private static string Word(string name, double value) =>
        name + "=" + value.ToString("0.##", CultureInfo.InvariantCulture);
}
