namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>An effect with its answer; a fault is either another answer or an exception.</summary>
internal sealed class TypedEffect<T>(
    SimulatedProcess process,
    string name,
    DateTimeOffset latest,
    Func<T> effect,
    Func<EffectFault, T>? failure,
    Func<EffectFault, Exception>? thrown)
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
        catch (Exception caught) when (caught is not SimulationException)
        {
            _thrown = caught;
        }
    }

    public override void Answer()
    {
        if (_thrown is not null) _caller.SetException(_thrown);
        else _caller.SetResult(_answer!);
    }

    public override void Fail(EffectFault fault)
    {
        if (failure is null) _caller.SetException(thrown!(fault));
        else _caller.SetResult(failure(fault));
    }
}
