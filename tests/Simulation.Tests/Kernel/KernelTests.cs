using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Simulation.Tests.Kernel;

public sealed class KernelTests
{
    [Fact]
    public void Run_when_repeated_with_its_seed_is_the_same_to_the_last_step()
    {
        for (ulong seed = 0; seed < 50; seed++) Assert.Equal(Counting(seed), Counting(seed));

        Assert.NotEqual(Counting(1), Counting(2));
    }

    [Fact]
    public void Effects_of_a_process_that_died_never_happen_and_are_never_answered()
    {
        var kernel = new SimulationKernel(7);
        var (dead, alive) = (new SimulatedProcess(kernel, "dead"), new SimulatedProcess(kernel, "alive"));
        var (happened, heard) = (new List<string>(), new List<string>());
        foreach (var process in (SimulatedProcess[])[dead, alive])
        {
            kernel.Run(process, () => _ = AskAsync(process));
        }

        dead.Die();
        Settle(kernel);

        Assert.Equal(["alive 1", "alive 2"], happened);
        Assert.Equal(["alive 2", "alive yielded"], heard);
        kernel.RequireThread();

        async Task AskAsync(SimulatedProcess process)
        {
            await kernel.Effects.Do(process, "first", () => happened.Add($"{process.Name} 1"));
            await kernel.Effects.Do(process, "second", () => happened.Add($"{process.Name} 2"));
            heard.Add($"{process.Name} 2");
            await Task.Yield();
            heard.Add($"{process.Name} yielded");
        }
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_time_and_never_before_an_effect_that_may_take_no_longer()
    {
        var kernel = new SimulationKernel(7);
        var process = new SimulatedProcess(kernel, "one");
        var order = new List<string>();
        kernel.Run(process, () =>
        {
            _ = WaitAsync(TimeSpan.FromSeconds(30), "late");
            _ = WaitAsync(TimeSpan.FromSeconds(20), "early");
            _ = AskAsync();
        });

        while (kernel.StepTime(SimulatedTime.Beginning + TimeSpan.FromHours(1)))
        {
        }

        Assert.Equal(["effect 2", "early 20", "late 30"], order);
        Assert.Equal(SimulatedTime.Beginning + TimeSpan.FromHours(1), kernel.Time.Now);

        async Task WaitAsync(TimeSpan delay, string name)
        {
            await Task.Delay(delay, process.Clock, CancellationToken.None);
            Note(name);
        }

        async Task AskAsync()
        {
            await kernel.Effects.Do(process, "effect", () => { });
            Note("effect");
        }

        void Note(string name) => order.Add($"{name} {(process.Clock.GetUtcNow() - SimulatedTime.Beginning).Seconds}");
    }

    [Fact]
    public void Fates_when_drawn_come_as_often_as_they_are_to()
    {
        var odds = new FaultOdds { AnsweredLater = 300, FailsBefore = 100, AnswerLost = 100, DiesBefore = 50 };
        var chance = new Chance(3);
        var drawn = Enumerable.Range(0, 10_000).CountBy(_ => odds.Draw(chance)).ToDictionary();

        Assert.InRange(drawn[Fate.AnsweredLater], 2_700, 3_300);
        Assert.InRange(drawn[Fate.FailsBefore], 850, 1_150);
        Assert.InRange(drawn[Fate.AnswerLost], 850, 1_150);
        Assert.InRange(drawn[Fate.DiesBefore], 400, 600);
        Assert.False(drawn.ContainsKey(Fate.DiesAfter));
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.Equal(Fate.Happens, FaultOdds.None.Draw(chance)));
    }

    [Fact]
    public void Work_that_leaves_the_kernels_thread_ends_the_run()
    {
        var kernel = new SimulationKernel(7);
        var process = new SimulatedProcess(kernel, "one");
        using var gate = new ManualResetEventSlim();
        Task work = Task.CompletedTask;
        kernel.Run(process, () => _ = StrayAsync());
        gate.Set();

        // It has gone to the pool; once it is back, the kernel is to know.
        Assert.True(SpinWait.SpinUntil(
            () => work.IsCompleted && Record.Exception(kernel.RequireThread) is SimulationException,
            TimeSpan.FromMinutes(1)));

        async Task StrayAsync()
        {
            work = Task.Run(() => gate.Wait(CancellationToken.None), CancellationToken.None);
            await work;
            await kernel.Effects.Do(process, "never", () => { });
        }
    }

    private static string Counting(ulong seed)
    {
        var kernel = new SimulationKernel(seed, traces: true)
        {
            Odds = new FaultOdds
            {
                AnsweredLater = 200, FailsBefore = 50, AnswerLost = 50, DiesBefore = 10, DiesAfter = 10,
            },
        };
        var stored = 0;
        for (var number = 0; number < 4; number++)
        {
            var process = new SimulatedProcess(kernel, $"process {number}");
            kernel.Run(process, () => _ = CountAsync(process));
        }

        Settle(kernel);
        return $"{kernel.TraceText}\n{stored}";

        async Task CountAsync(SimulatedProcess process)
        {
            for (var round = 0; round < 10; round++)
            {
                try
                {
                    await kernel.Effects.Do(process, $"count {round}", () => { stored++; });
                }
                catch (StorageUnavailableException)
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), process.Clock, CancellationToken.None);
                }
            }
        }
    }

    private static void Settle(SimulationKernel kernel)
    {
        while (kernel.StepEffect() || kernel.StepTime(kernel.Time.Now + TimeSpan.FromHours(1)))
        {
        }
    }
}
