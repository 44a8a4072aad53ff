using System.Diagnostics;
using System.Globalization;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.BigShops;

/// <summary>A small shop that works on beside the big ones: how often it was served, and how long that took.</summary>
internal sealed class ServedNeighbour(Merchant shop)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly List<double> _times = [];

    /// <summary>Saves and reads again and again, each answered as it should be, until something is over.</summary>
    /// <returns>How often.</returns>
    public async Task<int> WorkUntilAsync(Task over)
    {
        using var timer = new PeriodicTimer(Pause);
        for (var served = 1; ; served++)
        {
            var began = Stopwatch.GetTimestamp();
            await shop.CallAsync(HttpMethod.Put, "/api/preferences", new { served });
            Assert.Equal(
                served, (await shop.GetAsync("/api/preferences")).GetProperty("served").GetInt32());
            _times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (over.IsCompleted)
            {
                await over;
                return served;
            }

            await timer.WaitForNextTickAsync();
        }
    }

    public override string ToString()
    {
        var ordered = _times.Order().ToArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ordered.Length} saves and reads, p50 {At(0.5):F0} ms, p99 {At(0.99):F0} ms, "
            + $"{ordered[^1]:F0} ms at most");

        double At(double part) => ordered[(int)((ordered.Length - 1) * part)];
    }
}
