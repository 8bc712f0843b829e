using ElementalProvider.Api.Meta;
using ElementalProvider.DevCluster.ClusterApi;
using ElementalProvider.DevCluster.ClusterApi.MachineDeployments;
using ElementalProvider.DevCluster.ClusterApi.Model;

namespace ElementalProvider.DevCluster.Tests.ClusterApi;

public sealed class RolloutDecisionsTests
{
    [Fact]
    public void The_first_set_is_created_with_all_machines()
    {
        RolloutPlan plan = RolloutDecisions.Plan(Objects.Deployment(3), [], "new");

        Assert.Equal(3, plan.CreateWith);
    }

    [Fact]
    public void A_new_template_begins_with_what_the_surge_allows()
    {
        RolloutPlan plan = RolloutDecisions.Plan(Objects.Deployment(3, maxSurge: "1"), [Objects.Set("old", 3)], "new");

        Assert.Equal(1, plan.CreateWith);
    }

    [Fact]
    public void An_old_machine_goes_once_a_new_one_is_available()
    {
        MachineSet old = Objects.Set("old", 3);

        RolloutPlan waiting = RolloutDecisions.Plan(Objects.Deployment(3), [old, Objects.Set("new", 1, available: 0)], "new");
        RolloutPlan going = RolloutDecisions.Plan(Objects.Deployment(3), [old, Objects.Set("new", 1)], "new");

        Assert.Empty(waiting.Scale);
        Assert.Equal([(old, 2)], going.Scale);
    }

    [Fact]
    public void Old_machines_that_are_not_available_go_first_and_at_once()
    {
        MachineSet broken = Objects.Set("old", 2, available: 0);

        RolloutPlan plan = RolloutDecisions.Plan(Objects.Deployment(2, maxSurge: "1", maxUnavailable: "1"), [broken, Objects.Set("new", 1)], "new");

        Assert.Contains((broken, 0), plan.Scale);
    }

    [Fact]
    public void Nothing_is_taken_away_while_numbers_are_out_of_date()
    {
        MachineSet stale = Objects.Set("old", 3);
        stale = stale.WithMetadata(stale.Metadata with { Generation = 2 });

        RolloutPlan plan = RolloutDecisions.Plan(Objects.Deployment(3), [stale, Objects.Set("new", 1)], "new");

        Assert.Empty(plan.Scale);
    }

    [Fact]
    public void Scaling_without_a_new_template_changes_the_one_set()
    {
        MachineSet set = Objects.Set("new", 3);

        Assert.Equal([(set, 1)], RolloutDecisions.Plan(Objects.Deployment(1), [set], "new").Scale);
        Assert.Equal([(set, 5)], RolloutDecisions.Plan(Objects.Deployment(5), [set], "new").Scale);
    }

    [Fact]
    public void An_empty_old_set_is_deleted_and_a_full_one_is_not()
    {
        MachineSet empty = Objects.Set("old", 0);

        RolloutPlan plan = RolloutDecisions.Plan(Objects.Deployment(1), [empty, Objects.Set("older", 1), Objects.Set("new", 1)], "new");

        Assert.Equal([empty], plan.Delete);
    }

    /// <summary>Whatever the bounds, a rollout ends, and on the way there are never too many and never too few available machines.</summary>
    [Theory]
    [InlineData(1, "1", "0")]
    [InlineData(3, "1", "0")]
    [InlineData(3, "0", "1")]
    [InlineData(5, "2", "2")]
    [InlineData(5, "\"40%\"", "\"20%\"")]
    [InlineData(4, "0", "0")]
    [InlineData(10, "\"25%\"", "\"25%\"")]
    public void A_rollout_keeps_its_bounds_and_ends(int replicas, string maxSurge, string maxUnavailable)
    {
        MachineDeployment deployment = Objects.Deployment(replicas, maxSurge, maxUnavailable);
        RolloutBounds bounds = RolloutBounds.Of(deployment);
        Dictionary<string, (int Spec, int Available)> sets = new() { ["a"] = (replicas, replicas) };
        for (int step = 0; step < 200; step++)
        {
            MachineSet[] seen = [.. sets.Select(set => Objects.Set(set.Key, set.Value.Spec, set.Value.Available))];
            RolloutPlan plan = RolloutDecisions.Plan(deployment, seen, "b");
            if (plan.CreateWith is { } first)
                sets["b"] = (first, 0);
            foreach ((MachineSet set, int number) in plan.Scale)
                sets[RolloutDecisions.HashOf(set)!] = (number, Math.Min(number, sets[RolloutDecisions.HashOf(set)!].Available));
            foreach (MachineSet set in plan.Delete)
                sets.Remove(RolloutDecisions.HashOf(set)!);

            Assert.True(sets.Values.Sum(set => set.Spec) <= replicas + bounds.MaxSurge);
            Assert.True(sets.Values.Sum(set => set.Available) >= replicas - bounds.MaxUnavailable);
            if (sets is { Count: 1 } && sets.GetValueOrDefault("b") == (replicas, replicas))
                return;

            // One machine that was not available becomes so.
            if (sets.TryGetValue("b", out (int Spec, int Available) current) && current.Available < current.Spec)
                sets["b"] = (current.Spec, current.Available + 1);
        }

        Assert.Fail("The rollout did not end.");
    }

    [Fact]
    public void Bounds_round_the_surge_up_and_the_missing_down()
    {
        Assert.Equal(new RolloutBounds(2, 1), RolloutBounds.Of(Objects.Deployment(5, "\"30%\"", "\"30%\"")));
        Assert.Equal(new RolloutBounds(1, 0), RolloutBounds.Of(Objects.Deployment(5)));
    }

    [Fact]
    public void A_restart_by_annotation_or_by_time_makes_a_new_template_and_labels_do_not()
    {
        MachineDeployment deployment = Objects.Deployment(1);
        string before = TemplateHash.Of(deployment, Objects.Now);
        MachineDeployment restarted = WithMetadata(deployment, new() { Annotations = new Dictionary<string, string> { [CapiNames.RestartedAtAnnotation] = "now" } });
        MachineDeployment labelled = WithMetadata(deployment, new() { Labels = new Dictionary<string, string> { ["colour"] = "blue" } });
        MachineDeployment later = deployment with { Spec = deployment.Spec with { Rollout = new Rollout { After = Objects.Now.AddHours(1) } } };

        Assert.NotEqual(before, TemplateHash.Of(restarted, Objects.Now));
        Assert.Equal(before, TemplateHash.Of(labelled, Objects.Now));
        Assert.Equal(before, TemplateHash.Of(later, Objects.Now));
        Assert.NotEqual(before, TemplateHash.Of(later, Objects.Now.AddHours(2)));
        Assert.Equal(TimeSpan.FromHours(1), TemplateHash.ChangesIn(later, Objects.Now));
    }

    private static MachineDeployment WithMetadata(MachineDeployment deployment, Api.Elemental.TemplateMeta metadata) =>
        deployment with { Spec = deployment.Spec with { Template = deployment.Spec.Template with { Metadata = metadata } } };
}
