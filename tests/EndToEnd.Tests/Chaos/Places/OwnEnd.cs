using Shopkeeper.Testing;

namespace Shopkeeper.EndToEnd.Tests.Chaos.Places;

/// <summary>An end of a silo that nobody ordered.</summary>
/// <param name="Cause">Why it ended, as its log tells.</param>
/// <param name="LastWords">How it ended, and the end of its log.</param>
internal sealed record OwnEnd(OwnEndCause Cause, string LastWords)
{
    private const int Told = 3_000;

    /// <summary>Of a process that has ended.</summary>
    public static async Task<OwnEnd> OfAsync(ServiceProcess process)
    {
        var code = await process.WaitForExitAsync();
        var log = process.ReadLog();
        return new OwnEnd(CauseOf(log), $"code {code}: {(log.Length > Told ? log[^Told..] : log)}");
    }

    private static OwnEndCause CauseOf(string log)
    {
        if (log.Contains("I have been told I am dead", StringComparison.Ordinal)) return OwnEndCause.Buried;
        return log.Contains("Application started", StringComparison.Ordinal)
            ? OwnEndCause.Other
            : OwnEndCause.NotStarted;
    }
}
