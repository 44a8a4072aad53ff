namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>What the caller of an effect hears of.</summary>
internal enum EffectFault
{
    /// <summary>It did not happen. The caller can't know that.</summary>
    DidNotHappen,

    /// <summary>It happened, and the answer was lost.</summary>
    AnswerWasLost,
}
