namespace Shopkeeper.Grains.Abstractions.Teardown;

/// <summary>Where a step stands.</summary>
public enum StepStatus
{
    /// <summary>Not begun.</summary>
    Pending = 1,

    /// <summary>Begun, and not at its end: it goes on, or is tried again.</summary>
    Running = 2,

    /// <summary>Done.</summary>
    Done = 3,

    /// <summary>An operator waived it, with a coded reason.</summary>
    Waived = 4,
}
