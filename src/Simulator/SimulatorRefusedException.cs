namespace Shopkeeper.Simulator;

/// <summary>The simulator refused a control request.</summary>
/// <param name="status">The status of the answer.</param>
/// <param name="problem">The answer's body: a problem that names the field and the remedy.</param>
public sealed class SimulatorRefusedException(int status, string problem)
    : Exception($"The simulator answered {status}: {problem}")
{
    /// <summary>The status of the answer.</summary>
    public int Status => status;

    /// <summary>The answer's body.</summary>
    public string Problem => problem;
}
