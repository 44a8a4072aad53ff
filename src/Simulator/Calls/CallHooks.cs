using Shopkeeper.Simulator.Control;

namespace Shopkeeper.Simulator.Calls;

/// <summary>What a test in the same process does between two calls.</summary>
internal sealed class CallHooks
{
    private volatile Func<SimulatedCall, Task>? _onCall;
    private volatile Func<SimulatedCall, Task>? _onAnswer;

    public Func<SimulatedCall, Task>? OnCall
    {
        get => _onCall;
        set => _onCall = value;
    }

    public Func<SimulatedCall, Task>? OnAnswer
    {
        get => _onAnswer;
        set => _onAnswer = value;
    }
}
