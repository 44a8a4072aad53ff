namespace Shopkeeper.Silo.CommandLine;

/// <summary>What the process ends with.</summary>
internal static class ExitCodes
{
    /// <summary>Done; a certificate is complete.</summary>
    public const int Done = 0;

    /// <summary>It failed; a certificate is not valid.</summary>
    public const int Failed = 1;

    /// <summary>The command line or a setting is wrong.</summary>
    public const int BadUsage = 2;

    /// <summary>A certificate is genuine, and names exceptions.</summary>
    public const int CompleteWithExceptions = 3;
}
