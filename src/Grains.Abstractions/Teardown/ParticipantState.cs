namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>Where a participant stands in a step that asks it.</summary>
public enum ParticipantState
{
    /// <summary>It has still to be asked, or has to wait for its turn.</summary>
    Waiting = 1,

    /// <summary>It has settled the step: erased, or counted where the step only counts.</summary>
    Erased = 2,

    /// <summary>It asked for time.</summary>
    Busy = 3,

    /// <summary>Its last call failed. Without a next attempt it is given up until an operator tries again.</summary>
    Failed = 4,

    /// <summary>An operator waived it; it is not asked again.</summary>
    Waived = 5,
}
