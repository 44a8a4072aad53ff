using System.Collections.Concurrent;
using System.Globalization;

namespace Shopkeeper.EndToEnd.Tests.Overload;

/// <summary>What the deliveries of one kind were answered, and after what time.</summary>
internal sealed class FloodTally
{
    private readonly ConcurrentQueue<double> _taken = new();
    private readonly ConcurrentQueue<double> _shed = new();
    private int _sent;

    /// <summary>The ids of those answered 200.</summary>
    public ConcurrentQueue<string> Accepted { get; } = new();

    /// <summary>
    /// Answers that are neither 200 nor a 503 that says when to come back, and requests without an answer.
    /// </summary>
    public ConcurrentQueue<string> Wrong { get; } = new();

    public int Sent => Volatile.Read(ref _sent);

    public int Shed => _shed.Count;

    /// <summary>The part that was taken.</summary>
    public double Share => Sent == 0 ? 0 : (double)Accepted.Count / Sent;

    public void Begin() => Interlocked.Increment(ref _sent);

    public void Take(string id, TimeSpan time)
    {
        Accepted.Enqueue(id);
        _taken.Enqueue(time.TotalMilliseconds);
    }

    public void Refuse(TimeSpan time) => _shed.Enqueue(time.TotalMilliseconds);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Sent,8} sent {Accepted.Count,8} taken ({Share,6:P1}), {Times(_taken)} {Shed,8} shed, {Times(_shed)}"
        + $" {Wrong.Count,4} wrong");

    private static string Times(IEnumerable<double> times) =>
        string.Create(CultureInfo.InvariantCulture, $"ms p50 {At(times, 0.5),6:F0} p99 {At(times, 0.99),6:F0}");

    private static double At(IEnumerable<double> times, double part)
    {
        var ordered = times.Order().ToArray();
        return ordered.Length == 0 ? 0 : ordered[(int)((ordered.Length - 1) * part)];
    }
}
