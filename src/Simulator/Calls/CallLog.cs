using System.Collections.Concurrent;
using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Calls;

/// <summary>What was called. The newest calls are kept, up to a limit; no entry holds a secret.</summary>
internal sealed class CallLog(SimulatorOptions options)
{
    private const int Limit = 50_000;

    private readonly ConcurrentQueue<SimulatedCall> _calls = new();
    private readonly Signal _signal = new();
    private long _number;

    public SimulatedCall Arrived(IncomingCall call, string method)
    {
        var fingerprint = call.Token is null ? null : TokenFingerprint.Of(call.Token);
        return call.Entry = new SimulatedCall
        {
            Number = Interlocked.Increment(ref _number),
            At = options.Clock.GetUtcNow(),
            Shop = call.Shop?.Domain ?? call.ShopName,
            Operation = call.Operation,
            Method = method,
            TokenFingerprint = fingerprint,
            InstallationId = fingerprint is null ? null : call.Shop?.InstallationOf(fingerprint),
        };
    }

    public void Answered(SimulatedCall call)
    {
        _calls.Enqueue(call);
        while (_calls.Count > Limit) _calls.TryDequeue(out _);
        _signal.Pulse();
    }

    public IReadOnlyList<SimulatedCall> List(string? shop, string? operation) =>
    [
        .. _calls.Where(call => (shop is null || call.Shop == shop)
                && (operation is null || call.Operation.Split(',').Contains(operation)))
            .OrderBy(call => call.Number),
    ];

    /// <summary>The matching calls, as soon as there are enough of them or the time is over.</summary>
    public async Task<IReadOnlyList<SimulatedCall>> WaitAsync(
        string? shop, string? operation, int count, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        while (true)
        {
            var next = _signal.Next;
            var calls = List(shop, operation);
            if (calls.Count >= count) return calls;
            try
            {
                await next.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return calls;
            }
        }
    }

    public void Clear() => _calls.Clear();
}
