namespace Shopkeeper.Simulation.Tests.Kernel;

/// <summary>How often in a thousand effects something goes wrong; the rest happens.</summary>
internal sealed record FaultOdds
{
    /// <summary>Nothing goes wrong any more.</summary>
    public static FaultOdds None { get; } = new();

    public int AnsweredLater { get; init; }

    public int FailsBefore { get; init; }

    public int AnswerLost { get; init; }

    public int DiesBefore { get; init; }

    public int DiesAfter { get; init; }

    public Fate Draw(Chance chance)
    {
        var roll = chance.Below(1_000);
        if ((roll -= AnsweredLater) < 0) return Fate.AnsweredLater;
        if ((roll -= FailsBefore) < 0) return Fate.FailsBefore;
        if ((roll -= AnswerLost) < 0) return Fate.AnswerLost;
        if ((roll -= DiesBefore) < 0) return Fate.DiesBefore;
        return (roll - DiesAfter) < 0 ? Fate.DiesAfter : Fate.Happens;
    }
}
