namespace Shopkeeper.Grains.Abstractions.Compliance;

/// <summary>What became of an order about a request.</summary>
public enum ComplianceOrderOutcome
{
    /// <summary>Carried out, now or before.</summary>
    Accepted = 1,

    /// <summary>There is no such request.</summary>
    Gone = 2,

    /// <summary>It is closed already, with another code.</summary>
    Closed = 3,

    /// <summary>There is no export to hand over.</summary>
    NotReady = 4,

    /// <summary>It is being worked on.</summary>
    NothingToRetry = 5,

    /// <summary>The code is none that an operator may give.</summary>
    CodeRefused = 6,

    /// <summary>Its own work can still end it, and the code is none that overrides that.</summary>
    StillRuns = 7,
}
