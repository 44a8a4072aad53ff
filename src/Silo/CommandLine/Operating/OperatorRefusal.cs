namespace Shopkeeper.Silo.CommandLine.Operating;

/// <summary>Why a command can't go on, in words for whoever typed it, and what it ends with.</summary>
internal sealed class OperatorRefusal : Exception
{
    private OperatorRefusal(string message, int exitCode)
        : base(message) => ExitCode = exitCode;

    /// <summary>What the process ends with.</summary>
    public int ExitCode { get; }

    /// <summary>True when there was no answer: the same may be answered later.</summary>
    public bool IsForNow { get; private init; }

    /// <summary>The command line or the key is wrong, or the service can't be reached.</summary>
    public static OperatorRefusal Usage(string message) => new(message, ExitCodes.BadUsage);

    /// <summary>The service can't be reached, or is not available for now.</summary>
    public static OperatorRefusal Unanswered(string message) => new(message, ExitCodes.BadUsage) { IsForNow = true };

    /// <summary>The service refuses the order.</summary>
    public static OperatorRefusal Refused(string message) => new(message, ExitCodes.Failed);
}
