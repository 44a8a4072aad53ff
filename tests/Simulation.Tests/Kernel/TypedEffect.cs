using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>An effect with its answer.</summary>
internal sealed class TypedEffect<T>(
    SimulatedProcess process, string name, DateTimeOffset latest, Func<T> effect, Func<EffectFault, T>? failure)
    : PendingEffect(process, name, latest)
{
    // Completed on the kernel's thread while the caller's context is current: the caller goes on inline.
    private readonly TaskCompletionSource<T> _caller = new();
    private T? _answer;
    private Exception? _thrown;

    public Task<T> Task => _caller.Task;

    public override void Happen()
    {
        HasHappened = true;
        try
        {
            _answer = effect();
        }
        catch (Exception thrown) when (thrown is not SimulationException)
        {
            _thrown = thrown;
        }
    }

    public override void Answer()
    {
        if (_thrown is not null) _caller.SetException(_thrown);
        else _caller.SetResult(_answer!);
    }

    public override void Fail(EffectFault fault)
    {
        T answer;
        try
        {
            answer = failure is null ? throw new StorageUnavailableException("simulated") : failure(fault);
        }
        catch (Exception thrown) when (thrown is not SimulationException)
        {
            _caller.SetException(thrown);
            return;
        }

        _caller.SetResult(answer);
    }
}
