"""Who may do what in the CMS, and who reads a page before it is published.

Wagtail starts with "Editors" who cannot publish, "Moderators" who can, and a workflow
that asks the Moderators. We have Authors who write and Editors who also publish.
"""

from django.db import migrations

WORKFLOW = "An editor reads it first"
STOCK_WORKFLOW = "Moderators approval"

MAY_OPEN_THE_CMS = [("wagtailadmin", "Admin", ["access"])]
MAY_UPLOAD = [
    # Whoever may add a file may change and delete their own. The permissions are those
    # of Wagtail's own image model, whatever model the site uses.
    ("wagtailimages", "Image", ["add", "choose"]),
    ("wagtaildocs", "Document", ["add", "choose"]),
]
MAY_CHANGE_FILES = [
    # Whoever may change a file may delete it.
    ("wagtailimages", "Image", ["add", "change", "choose"]),
    ("wagtaildocs", "Document", ["add", "change", "choose"]),
]
MAY_WRITE = [("wagtailcore", "Page", ["add"])]  # which includes to edit one's own
MAY_PUBLISH = [("wagtailcore", "Page", ["add", "change", "publish", "lock", "unlock"])]
MAY_KEEP_THE_SITE = [
    ("blog", "Author", ["add", "change", "delete"]),
    ("home", "SiteSettings", ["change"]),
    ("wagtailredirects", "Redirect", ["add", "change", "delete"]),
]


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    authors, _ = Group.objects.get_or_create(name="Authors")
    editors, _ = Group.objects.get_or_create(name="Editors")

    authors.permissions.add(*permissions(apps, MAY_OPEN_THE_CMS))
    allow_on_all_pages(apps, authors, MAY_WRITE)
    allow_in_all_collections(apps, authors, MAY_UPLOAD)

    editors.permissions.add(*permissions(apps, MAY_OPEN_THE_CMS + MAY_KEEP_THE_SITE))
    allow_on_all_pages(apps, editors, MAY_PUBLISH)
    allow_in_all_collections(apps, editors, MAY_CHANGE_FILES)

    ask_in_workflow(apps, editors)
    # A group that somebody is in is not the stock one any more.
    Group.objects.filter(name="Moderators", user=None).delete()


def ask_in_workflow(apps, editors):
    """Send what is submitted, anywhere on the site, to `editors`."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")

    # Renamed, not replaced: what waits in them goes on waiting.
    GroupApprovalTask.objects.filter(name=STOCK_WORKFLOW).update(name=WORKFLOW)
    Workflow.objects.filter(name=STOCK_WORKFLOW).update(name=WORKFLOW)

    content_type, _ = ContentType.objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    task = GroupApprovalTask.objects.filter(name=WORKFLOW).first()
    task = task or GroupApprovalTask.objects.create(
        name=WORKFLOW, content_type=content_type
    )
    task.groups.add(editors)
    workflow = Workflow.objects.filter(name=WORKFLOW).first()
    workflow = workflow or Workflow.objects.create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    WorkflowPage.objects.get_or_create(
        page=root_of(apps, "Page"), defaults={"workflow": workflow}
    )


def allow_on_all_pages(apps, group, what):
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    for permission in permissions(apps, what):
        GroupPagePermission.objects.get_or_create(
            group=group, page=root_of(apps, "Page"), permission=permission
        )


def allow_in_all_collections(apps, group, what):
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    for permission in permissions(apps, what):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root_of(apps, "Collection"), permission=permission
        )


def root_of(apps, tree):
    return apps.get_model("wagtailcore", tree).objects.order_by("path").first()


def permissions(apps, what):
    """The Permission objects, made here if Django did not come to it yet: on an empty
    database it makes them after all migrations."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    found = []
    for app_label, model_name, actions in what:
        options = apps.get_model(app_label, model_name)._meta
        content_type, _ = ContentType.objects.get_or_create(
            app_label=app_label, model=options.model_name
        )
        for action in actions:
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_{options.model_name}",
                defaults={"name": f"Can {action} {options.verbose_name}"},
            )
            found.append(permission)
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("blog", "0002_initial"),
        ("g48cms", "0002_initial"),
        ("history", "0001_initial"),
        ("members", "0001_initial"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
