namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>What a participant is asked for.</summary>
public enum ParticipantOperation
{
    /// <summary>To count what it holds.</summary>
    Plan = 1,

    /// <summary>To erase it.</summary>
    Erase = 2,

    /// <summary>To count what is left.</summary>
    Verify = 3,
}
